import Archives
import Findings

/// Where a packed text stands; named only when there is something to report.
final class ArchivePlace {
  private enum Way {
    case text(() -> Provenance)
    case member([UInt8], of: ArchivePlace)
  }

  private let way: Way
  /// The name of the file or member, as far as it is known.
  let name: [UInt8]

  /// A text that is no member.
  init(_ provenance: @escaping () -> Provenance, name: [UInt8]) {
    way = .text(provenance)
    self.name = name
  }

  private init(_ name: [UInt8], of container: ArchivePlace) {
    way = .member(name, of: container)
    self.name = name
  }

  /// The text that is no member.
  var root: ArchivePlace {
    if case .member(_, let container) = way { container.root } else { self }
  }

  /// A member of what stands here.
  func member(_ name: [UInt8]) -> ArchivePlace { ArchivePlace(name, of: self) }

  /// Where the text comes from, with secrets in names redacted.
  func provenance(_ redact: (String) -> String) -> Provenance {
    switch way {
    case .text(let provenance): provenance()
    case .member(let name, let container):
      .member(path: redact(MemberName.text(name)), of: container.provenance(redact))
    }
  }
}
