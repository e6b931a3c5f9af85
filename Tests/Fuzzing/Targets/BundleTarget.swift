import Basics
import GitFormat

/// See `BundledPack`: objects are what they say, however they are made of others.
///
/// Input: entries of a pack, each with its type, what its base is, its size, and that many bytes, which
/// are compressed here.
final class BundleTarget: FuzzTarget {
  static let name = "bundle"

  static var seeds: [[UInt8]] {
    // A blob, a delta against it that copies all of it and adds a byte, and one against an id.
    let copy: [UInt8] = [4, 5, 0x90, 4, 1, 0x61]
    return [
      [3, 0, 4, 0x62, 0x63, 0x64, 0x65, 6, 1, UInt8(copy.count)] + copy,
      [1, 0, 3, 0x61, 0x62, 0x63, 7, 9, UInt8(copy.count)] + copy + [2, 0, 0],
    ]
  }

  func run(_ input: [UInt8]) {
    var reader = InputReader(input)
    var pack = Array("# v2 git bundle\n\nPACK".utf8)
    let start = pack.count - 4
    pack.append(big32: 2)
    pack.append(big32: reader.rest.count / 3)
    var offsets: [Int] = []
    while !reader.rest.isEmpty {
      let (type, base, size) = (reader.byte(), reader.byte(), reader.byte())
      let data = reader.take(size)
      offsets.append(pack.count)
      let announced = type & 0x80 == 0 ? data.count : size
      pack.append(UInt8(0x80 | type << 4 & 0x70 | announced & 15))
      pack.append(UInt8(announced >> 4 & 0x7F))
      if type & 7 == 6 {
        let distance = pack.count - 2 - (base < offsets.count ? offsets[base] : start)
        pack += [UInt8(0x80 | max(0, distance >> 7 - 1) & 0x7F), UInt8(distance & 0x7F)]
      } else if type & 7 == 7 {
        pack += Array(repeating: UInt8(base), count: 20)
      }
      pack += type & 0x40 == 0 ? Deflated.stored(data) : data
    }
    pack += Array(repeating: 0, count: 20)
    guard let header = try? BundleHeader(pack.span),
      var reader = try? BundledPack(
        pack.span, header, limit: 1 << 20, mostObjects: 1_000, memoryLimit: 1 << 18)
    else { return }
    var total = 0
    reader.forEachObject(in: pack.span) { kind, id, content in
      var hasher = ObjectHasher(kind, size: content.count, format: .sha1)
      hasher.update(content)
      invariant(hasher.matches(id), "another id")
      total += content.count
      return total < 1 << 22
    }
    reader.forEachUnresolved(in: pack.span) { offset, added in
      invariant(offset < pack.count && added.count <= pack.count * 2, "more than there is")
      return true
    }
  }
}
