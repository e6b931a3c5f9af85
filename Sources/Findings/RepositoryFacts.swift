package import Basics

/// What commands for a scanned repository have to go by, so that they work as they are.
package struct RepositoryFacts: Sendable, Equatable {
  /// The folder to name by `git -C`; nil where reported paths count from the current folder.
  package var folder: String?
  /// The commit that HEAD names; nil before the first one.
  package var head: ObjectID?

  package init(folder: String? = nil, head: ObjectID?) {
    self.folder = folder
    self.head = head
  }
}
