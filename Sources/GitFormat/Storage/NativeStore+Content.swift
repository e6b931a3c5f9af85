internal import Basics

extension NativeStore {
  /// A SHA-256 of which objects there are and where.
  ///
  /// Packs are named by their checksums, loose objects by their ids; whether that is what they hold is
  /// not looked at.
  package func contentDigest() -> [UInt8] {
    var hasher = SHA256()
    var bytes: [UInt8] = []
    for pack in packs {
      bytes.appendBigEndian(UInt64(pack.index.count))
      pack.withBytes { bytes.append($0.count - format.byteCount..<$0.count, of: $0) }
    }
    for folder in loose {
      bytes.appendBigEndian(UInt64(folder.ids.count))
      for id in folder.ids { id.append(to: &bytes) }
    }
    hasher.update(bytes.span)
    return hasher.finalize()
  }
}
