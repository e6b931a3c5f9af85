/// How rare pairs of bytes are in source code and prose.
///
/// Measured on 50 MB of C, shell, Python, documentation and configuration of many projects. Bytes
/// fall into 32 classes: the letters without regard to case, digits, `_`, `-`, `.`, white space with
/// other control characters, and the rest. A letter of the table stands for the bits of information
/// in a pair: `A` for 5 bits (one place in 32) and less, `B` for 6, `Z` for 30 and more. Only what is
/// compared with what matters, so nobody needs to measure again.
enum PairRarity {
  /// Bits of information in a pair.
  static func bits(_ first: UInt8, _ second: UInt8) -> Int {
    bits(byteClass(first), byteClass(second), in: table.span)
  }

  /// Bits of information in a pair of bytes of these classes.
  @inline(__always)
  static func bits(_ first: Int, _ second: Int, in table: Span<UInt8>) -> Int {
    Int(table[32 &* first &+ second]) &- (Int(UInt8(ascii: "A")) &- 5)
  }

  /// The class of a byte, from 0 to 31.
  @inline(__always)
  static func byteClass(_ byte: UInt8) -> Int { Int(classes[Int(byte)]) }

  private static let classes: [UInt8] = (0...255).map { UInt8(classNumber(of: UInt8($0))) }

  private static func classNumber(of byte: UInt8) -> Int {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte - UInt8(ascii: "a"))
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "0")...UInt8(ascii: "9"): 26
    case UInt8(ascii: "_"): 27
    case UInt8(ascii: "-"): 28
    case UInt8(ascii: "."): 29
    case 0...32: 30
    default: 31
    }
  }

  /// A row for each class of the first byte, a column for each of the second.
  static let table = Array(
    """
    HEDDIGEJEJFCDCKELCDCFFIGFIJIHIDJ\
    EIIHEJHNFFLEHKFJMFGJELLMGLJHIIFJ\
    DIFHDIKCFIEEFJCHMFHCFIKMHKJHHIEJ\
    EHHFCHJKDKKGIIEILHFHFJJIHLJFGGCI\
    DGCCEDFIGJHDECFEGBCCHEFDEJJEFFBH\
    FJIHFEHJDNNGIHDJLFFFFKLKHOJGGICJ\
    HKIJDJIGDLKGIFGIMEFHFJKJJJNGIHDJ\
    DLJICKILDMKHIJEJMHHFHLKNKMLGGIDJ\
    FFEEEDELJJHDEBDFKEDCKFMGMGMIIIEK\
    HOKKFLMOKMILMLILNMIKHNLOQOPKKMIM\
    HJJIDIIJGMJJKIGJMIGHHLJOKNNGIIEK\
    DHHFCGIKDKIDIHDHLIFFFIIMFLMGHHDI\
    DFIHCHJLEMIGEIEENIFIGJLMGLMHIIEJ\
    DIECDFDJEIFGHGDHKHDCEGKLGKLGGGCI\
    GFEEHEFJFIGEDCFEMCEDDFEILJNGGIDJ\
    DKHGDIIGFNJEIJEFMEGEFKILHMLGHIEJ\
    LMLNOMNMNOMIMLMMKKLLFNJOOPQLKMHM\
    DGFEBHEJDLFFEEDHLEEEEHHKEJLFGGCI\
    FIFICIGEDLGGGIEEHHEBEHHLEIMFGFBH\
    CIEGBGHCCMIGGIDFMCEEEJGHEJLDFFBH\
    FFEGFFGLFLKEFDIENDDDKLLKLKMKLJFL\
    EKKLDMLLENMKJIGKPKIKLKLOKOLIHKHK\
    FLKIFJMFEMLJKHEKLGHJLMJMLPNHIIFK\
    HLHIGJMLGOJKILKEMKIFKLMIJMKHIIFK\
    IJJJHKJLINKIHEGFNIGHKMFNLLOGHHDJ\
    ILLLFMMLHPNKKJIMOLJLKMLNJKNKKLHL\
    JJJJJIOPPOOOONONOONNPQPLRQHKKHFK\
    FGEFFFGGFKJGFGFFJFEFHHGKLLKIMLIK\
    GGFGGFHHGKJHGHGGJGGGHIHKMIJNCMFI\
    HHGIIIGHIKKIIIHHMIGGJIJKNMHMMFDJ\
    CDCDDCDDCGEDCDDDHDBBDEDGFGFHDFAE\
    IJIIIJJJIMLJJIJIMIHIKKKKMLLKJIEI
    """.utf8)
}

extension Literal {
  /// Bits of information in the text: each bit more, and it is met half as often in ordinary text.
  package var bits: Int {
    zip(bytes, bytes.dropFirst()).reduce(0) { $0 + PairRarity.bits($1.0, $1.1) }
  }
}
