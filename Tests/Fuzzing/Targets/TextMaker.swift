import Basics
import Detection
import KeyFormats
import RuleSet
import SystemIO

/// Makes texts with keys in them out of a few bytes: chance would never come upon one.
enum TextMaker {
  /// For rules of every kind: by prefix, by context word, long, of low precedence, with a proof.
  ///
  /// They are read from their files: the table of built-in rules takes a tool to make, and tools
  /// cannot be built with libFuzzer.
  static let detector: Detector = {
    let names = ["openrouter", "openai", "mistral", "deepseek", "google", "zhipu", "github"]
    do {
      let root = #filePath.split(separator: "/").dropLast(4).map { "/\($0)" }.joined()
      let files = try names.map {
        try RuleFile(FileSystem.read("\(root)/Rules/\($0).toml"), named: $0)
      }
      return try Detector(RuleSet(files))
    } catch {
      fatalError("rules without a detector: \(error)")
    }
  }()

  private static let pieces = [
    "OPENROUTER_API_KEY=sk-or-v1-{hex:64}", "sk-or-v1-{hex:64}", "sk-or-v1-{hex:60}",
    "sk-proj-{alnum:74}T3BlbkFJ{alnum:74}", "deepseek_api_key = \"sk-{hex:32}\"", "sk-{hex:32}",
    "AIzaSyA{alnum:31}A", "ZHIPUAI_API_KEY={hex:32}.{alnum:16}", "mistral", "deepseek", "zhipu",
    "MISTRAL_API_KEY={alnum:32}", "{alnum:32}", "{hex:32}", "sk-", "sk-or-v1-", "AIza", "\n",
    "\r\n",
    " ", "\"", "' + '", "\" +\n  \"", "=", "\\", "\\n", "%73%6b-", "\\u0073", "&#115;", "é", "😀",
    "# kunci:ignore", "0x", "\\x73\\x6b", ",", "\0", "H4sIAAAA", "c2st",
  ]

  /// Makes a text of all that is left of an input, or up to an instruction to end.
  ///
  /// - Parameters:
  ///   - reader: The input.
  ///   - most: The largest size of the text in bytes.
  ///   - depth: In how many encodings it will stand.
  /// - Returns: The text.
  static func text(_ reader: inout InputReader, atMost most: Int, depth: Int = 0) -> [UInt8] {
    var text: [UInt8] = []
    while !reader.rest.isEmpty, text.count < most {
      let code = reader.byte()
      switch code {
      case 0..<0x80: text.append(UInt8(code))
      case 0x80..<0x80 + pieces.count:
        let template = pieces[code - 0x80]
        let seed = template.contains("{") ? UInt64(reader.byte()) : 0
        text += KeyTemplate.expand(template, seed: seed).utf8
      case 0xF0 where depth < 3:
        let inner = self.text(&reader, atMost: most / 4, depth: depth + 1)
        text += encoded(inner, reader.byte())
      case 0xF1: return Array(text.prefix(most))
      case 0xF2: text += [UInt8](repeating: UInt8(reader.byte()), count: reader.byte() * 32)
      case 0xF3: text.append(UInt8(reader.byte()))
      default: text.append(UInt8(code))
      }
    }
    return Array(text.prefix(most))
  }

  private static func encoded(_ text: [UInt8], _ way: Int) -> [UInt8] {
    func each(_ spell: (UInt8) -> String) -> [UInt8] { text.flatMap { Array(spell($0).utf8) } }
    func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }
    switch way % 12 {
    case 0: return text.flatMap { [$0, 0] }
    case 1: return text.flatMap { [0, $0] }
    case 2: return text.flatMap { [$0, 0, 0, 0] }
    case 3: return text.flatMap { [0, 0, 0, $0] }
    case 4: return each { "%" + hex($0) }
    case 5: return each { "\\x" + hex($0) }
    case 6: return each { "\\u00" + hex($0) }
    case 7: return each { "&#\($0);" }
    case 8: return each { $0 % 3 == 0 ? "%" + hex($0) : String(UnicodeScalar($0)) }
    case 9:
      let cut = way * text.count / 256
      return Array("\"".utf8) + text[..<cut] + Array("\" +\n  \"".utf8) + text[cut...] + [34]
    case 10: return Base64.encode(text, isURL: true)
    default: return Base64.encode(text, padding: true)
    }
  }

  /// Programs for texts: keys plain, encoded in every way, cut, and far apart.
  static let seeds: [[UInt8]] =
    [
      [0x80, 1, 0x91, 0x83, 2, 0x91, 0x84, 3], [0x8A, 0x97, 0x87, 4, 0x91, 0x8B, 5, 0x9F],
      [0x88, 0xF2, 0x20, 9, 0x8C, 7, 0x91, 0x86, 3], [0x98, 0x85, 6, 0x94, 0x89, 0x91],
    ]
    + (0..<12).map { way in
      [0x94, 0xF0, 0x80, 1, 0x91, 0x86, 2, 0xF1, UInt8(way + 120), 0x94, 0x91, 0x81, 9]
    } + [[0xF0, 0xF0, 0x80, 1, 0xF1, 11, 0xF1, 4, 0x91, 0xF0, 0xF0, 0x86, 3, 0xF1, 4, 0xF1, 11]]
}
