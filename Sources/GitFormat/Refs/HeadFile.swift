package import Basics
internal import SystemIO

/// What `HEAD` comes to, read from the one or two files that matter.
package enum HeadFile: Equatable {
  /// The current commit.
  case commit(ObjectID)
  /// A branch without a commit yet.
  case unborn

  /// The current commit; nil when there is none yet.
  package var commit: ObjectID? {
    if case .commit(let id) = self { id } else { nil }
  }

  /// Reads the files in the folder that all work trees share and in this work tree's own; nil when
  /// git has to be asked.
  package init?(common: String, own: String, format: ObjectFormat) {
    guard RepositoryFormat.usesFilesForRefs(common, own: own) else { return nil }
    switch Self.value("\(own)/HEAD", format) {
    case .some(.some(.object(let id))):
      self = .commit(id)
    case .some(.some(.symbolic(let name))):
      // Branches are common to all work trees.
      guard name.starts(with: "refs/heads/".utf8), RefName.isValid(name) else { return nil }
      switch Self.value("\(common)/\(String(decoding: name, as: UTF8.self))", format) {
      case .some(.some(.object(let id))):
        self = .commit(id)
      case .some(nil):
        guard let found = Self.packed(name, in: common, format) else { return nil }
        self = found
      default:
        return nil
      }
    default:
      return nil
    }
  }

  /// The content of a ref's file: nil within when there is none, nil when git has to be asked.
  private static func value(_ path: String, _ format: ObjectFormat) -> RefValue?? {
    do throws(SystemError) {
      guard try FileSystem.linkStatus(path).kind == .file else { return nil }
      return RefValue(try FileSystem.read(path, limit: FileSystem.settingsLimit), format: format)
    } catch {
      return error.isNotFound ? .some(nil) : nil
    }
  }

  /// What `packed-refs` has for a branch without a file of its own; nil to ask git.
  private static func packed(
    _ name: [UInt8], in common: String, _ format: ObjectFormat
  ) -> HeadFile? {
    let content: [UInt8]
    do throws(SystemError) {
      content = try FileSystem.read("\(common)/packed-refs")
    } catch {
      return error.isNotFound ? .unborn : nil
    }
    // Most lines are of another length: the names of other refs are not looked at.
    let length = format.digitCount + 1 + name.count
    var start = 0
    while start < content.count {
      let end = content[start...].firstIndex(of: UInt8(ascii: "\n")) ?? content.count
      if end - start == length, content[(start + format.digitCount + 1)..<end].elementsEqual(name) {
        let digits = Array(content[start..<(start + format.digitCount)])
        guard let id = ObjectID(hex: digits.span), !id.isZero else { return nil }
        return .commit(id)
      }
      start = end + 1
    }
    return .unborn
  }
}
