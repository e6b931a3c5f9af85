/// Reads objects through `git cat-file --batch`.
///
/// The plain way: it serves every repository that git can read, and is what faster ways are
/// compared with.
package enum BatchReader {
  /// Reads objects in the order given.
  ///
  /// - Parameters:
  ///   - ids: The objects.
  ///   - repository: Where they are.
  ///   - missing: Is told of ids that no object has.
  ///   - body: Is lent each object.
  /// - Throws: ``GitError`` when git fails, in whose middle of objects ever.
  package static func read(
    _ ids: some Collection<ObjectID>, in repository: GitRepository,
    missing: (ObjectID) -> Void,
    _ body: (_ id: ObjectID, _ kind: ObjectKind, _ content: Span<UInt8>) -> Void
  ) throws(GitError) {
    guard !ids.isEmpty else { return }
    var git = try repository.start("cat-file", ["--batch", "--buffer"])
    var request: [UInt8] = []
    request.reserveCapacity(ids.count * 65)
    for id in ids {
      request += Array(id.description.utf8)
      request.append(UInt8(ascii: "\n"))
    }
    try git.feed(request)
    for id in ids {
      guard try git.nextRecord(endedBy: UInt8(ascii: "\n")) else {
        try git.finish()
        throw GitError(.failed, "git cat-file ended before the last object")
      }
      let header = String(decoding: git.record, as: UTF8.self).split(separator: " ")
      if header.last == "missing" {
        missing(id)
        continue
      }
      guard header.count == 3, let kind = ObjectKind(rawValue: String(header[1])),
        let size = Int(header[2]), size >= 0
      else { throw GitError(.failed, "git cat-file answers in an unknown way") }
      try git.nextRecord(count: size)
      git.withRecord { body(id, kind, $0) }
      try git.nextRecord(count: 1)
    }
    try git.finish()
  }
}
