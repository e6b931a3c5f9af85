internal import Basics
internal import SystemIO

/// The objects that stand in files of their own in one object folder.
struct LooseFolder: Sendable {
  /// The object folder.
  let path: String
  /// Ids, ascending; none when they are not listed.
  let ids: [ObjectID]
  private let isListed: Bool

  /// Takes a folder for whose objects one asks one by one.
  init(unlisted path: String) {
    self.path = path
    ids = []
    isListed = false
  }

  /// Lists the objects of a folder; names that are no ids are left out, as git does.
  ///
  /// - Throws: `ObjectError` when a folder cannot be listed.
  init(path: String, format: ObjectFormat) throws(ObjectError) {
    self.path = path
    isListed = true
    var ids: [ObjectID] = []
    do throws(SystemError) {
      let folder = try DirectoryHandle(path: path)
      var names: [[UInt8]] = []
      try folder.forEachEntry { name, kind in
        if name.count == 2, kind == .folder || kind == .symbolicLink {
          names.append(Array(copying: name))
        }
      }
      for prefix in names {
        let place = "\(path)/\(String(decoding: prefix, as: UTF8.self))"
        guard prefix.allSatisfy({ $0 != UInt8(ascii: ".") }) else { continue }
        do throws(SystemError) {
          try DirectoryHandle(path: place).forEachEntry { name, _ in
            let digits = prefix + Array(copying: name)
            if digits.count == format.digitCount, let id = ObjectID(hex: digits.span) {
              ids.append(id)
            }
          }
        } catch {
          // Git removes a folder that has become empty; a link may lead to no folder.
          guard error.isNotFound else { throw error }
        }
      }
    } catch {
      throw ObjectError(.system(error), file: path)
    }
    ids.sort()
    self.ids = ids
  }

  /// Whether the folder has an object.
  func holds(_ id: ObjectID) -> Bool {
    isListed ? position(of: id) != nil : FileSystem.exists(file(of: id))
  }

  /// Where an id stands in `ids`; nil when it is not there.
  func position(of id: ObjectID) -> Int? {
    var low = 0
    var high = ids.count
    while low < high {
      let middle = (low + high) / 2
      if ids[middle] == id { return middle }
      if ids[middle] < id { low = middle + 1 } else { high = middle }
    }
    return nil
  }

  /// Path of an object's file.
  func file(of id: ObjectID) -> String {
    let digits = id.hexDigits
    let (prefix, rest) = (digits.prefix(2), digits.dropFirst(2))
    return "\(path)/\(String(decoding: prefix, as: UTF8.self))/"
      + String(decoding: rest, as: UTF8.self)
  }
}
