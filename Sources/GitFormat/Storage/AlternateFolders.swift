internal import Basics
internal import SystemIO

/// The folders that hold a repository's objects: its own, then those it borrows from.
///
/// See gitrepository-layout(5), `objects/info/alternates`. Each folder is listed once, however
/// the files refer to one another.
struct AlternateFolders {
  /// Resolved paths, in the order in which objects are looked up.
  private(set) var paths: [String] = []
  /// Folders that are named but cannot be used.
  private(set) var problems: [ObjectError] = []

  /// Follows the files from some folders on.
  init(from folders: [String]) {
    var waiting = Array(folders.reversed())
    while let folder = waiting.popLast() {
      do throws(SystemError) {
        let resolved = try FileSystem.realPath(folder)
        guard !paths.contains(resolved) else { continue }
        paths.append(resolved)
        waiting += alternates(of: resolved).reversed()
      } catch {
        problems.append(ObjectError(.system(error), file: folder))
      }
    }
  }

  private mutating func alternates(of folder: String) -> [String] {
    let path = "\(folder)/info/alternates"
    guard !FileSystem.isAbsent(path) else { return [] }
    do throws(SystemError) {
      let lines = try FileSystem.read(path).split(separator: UInt8(ascii: "\n"))
      return lines.filter { $0.first != UInt8(ascii: "#") }.map { line in
        let name = Self.unquoted(line)
        return name.hasPrefix("/") ? name : "\(folder)/\(name)"
      }
    } catch {
      problems.append(ObjectError(.system(error), file: path))
      return []
    }
  }

  /// The path that a line names; one that begins with a quote is written as in C.
  private static func unquoted(_ line: ArraySlice<UInt8>) -> String {
    guard line.first == UInt8(ascii: "\"") else { return String(decoding: line, as: UTF8.self) }
    var path: [UInt8] = []
    var rest = line.dropFirst()
    while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
      guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
        path.append(byte)
        continue
      }
      if let digit = Self.octal(escape), let second = rest.first.flatMap(Self.octal),
        let third = rest.dropFirst().first.flatMap(Self.octal)
      {
        rest = rest.dropFirst(2)
        path.append((digit & 3) << 6 | second << 3 | third)
        continue
      }
      switch escape {
      case UInt8(ascii: "a"): path.append(7)
      case UInt8(ascii: "b"): path.append(8)
      case UInt8(ascii: "t"): path.append(9)
      case UInt8(ascii: "n"): path.append(10)
      case UInt8(ascii: "v"): path.append(11)
      case UInt8(ascii: "f"): path.append(12)
      case UInt8(ascii: "r"): path.append(13)
      default: path.append(escape)
      }
    }
    return String(decoding: path, as: UTF8.self)
  }

  private static func octal(_ digit: UInt8) -> UInt8? {
    (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit) ? digit - UInt8(ascii: "0") : nil
  }
}
