/// A remote of a repository.
package struct Remote: Sendable, Equatable {
  /// Its name in the configuration.
  package let name: String
  /// Where it is fetched from, after `url.<base>.insteadOf`.
  package internal(set) var address: RepositoryAddress
  /// Where a push goes to: to all of them.
  package internal(set) var pushAddresses: [RepositoryAddress] = []
  /// Why its remote-tracking branches do not say what a push would meet; nil when they may.
  package internal(set) var doubt: String?

  /// What the names of its remote-tracking branches begin with.
  var folder: [UInt8] { Array("refs/remotes/\(name)/".utf8) }
}

/// The address of a repository; see git-clone(1), "GIT URLS".
package struct RepositoryAddress: Sendable, Equatable, CustomStringConvertible {
  /// The address without a user and password before the host, which are nobody else's business.
  package let description: String
  /// Host and path, the same in `https://host/path.git` and `git@host:path`.
  private let place: String

  package init(_ address: String) {
    var (scheme, place) = ("", address)
    if let colon = place.firstIndex(of: ":"), !place[..<colon].contains("/") {
      let rest = place[colon...]
      if rest.hasPrefix("://") {
        scheme = "\(place[..<colon])://"
        place = String(rest.dropFirst(3))
      } else {
        place = "\(place[..<colon])/\(rest.dropFirst())"
      }
    }
    if let user = place.prefix(while: { $0 != "/" }).lastIndex(of: "@") {
      place = String(place[place.index(after: user)...])
    }
    description = scheme.isEmpty ? address : scheme + place
    while place.hasSuffix("/") { place.removeLast() }
    self.place = place.hasSuffix(".git") ? String(place.dropLast(4)) : place
  }

  /// Whether both lead to one place.
  package static func == (left: RepositoryAddress, right: RepositoryAddress) -> Bool {
    left.place == right.place
  }
}
