package import Basics

/// What the headers of a commit say; texts are ranges of its bytes.
package struct CommitObject: Sendable, Equatable {
  /// The root folder.
  package let tree: ObjectID
  /// The versions that it follows; a merge has several.
  package let parents: [ObjectID]
  /// The author's line, without `author `: name, email, time; nil when there is none.
  package let author: Range<Int>?
  /// The committer's line, like the author's.
  package let committer: Range<Int>?
  /// The name of the message's encoding; nil for UTF-8.
  package let encoding: Range<Int>?
  /// Where the message begins; the commit's size when it has none.
  package let messageStart: Int

  /// Reads a commit, which is untrusted; see git's documentation of `git commit-tree`.
  ///
  /// - Throws: Why it is none: `tree` must come first, each id must be one.
  package init(_ bytes: Span<UInt8>) throws(ObjectError.Reason) {
    var headers = ObjectHeaders()
    guard let first = headers.next(bytes), bytes.holds("tree", at: first.key),
      let tree = ObjectID(hex: bytes.extracting(first.value))
    else { throw .corrupt("a commit without a tree") }
    var parents: [ObjectID] = []
    var author: Range<Int>?
    var committer: Range<Int>?
    var encoding: Range<Int>?
    while let (key, value) = headers.next(bytes) {
      if bytes.holds("parent", at: key) {
        guard let parent = ObjectID(hex: bytes.extracting(value)) else {
          throw .corrupt("a commit with a parent that is no id")
        }
        // Behind the author, git takes it for nothing.
        if author == nil { parents.append(parent) }
      } else if author == nil, bytes.holds("author", at: key) {
        author = value
      } else if committer == nil, bytes.holds("committer", at: key) {
        committer = value
      } else if encoding == nil, bytes.holds("encoding", at: key) {
        encoding = value
      }
    }
    self.tree = tree
    self.parents = parents
    self.author = author
    self.committer = committer
    self.encoding = encoding
    messageStart = headers.offset
  }

  /// When it was committed, by the bytes that it was read from: seconds since 1970, 0 when it does
  /// not say.
  package func committed(in content: Span<UInt8>) -> Int {
    committer.flatMap { Signature.time(in: content.extracting($0))?.seconds } ?? 0
  }
}
