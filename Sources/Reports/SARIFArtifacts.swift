import Basics
import Findings

/// The archives of a SARIF run and their members that results name, each with what it is in (SARIF 2.1.0,
/// 3.24.3); files that are no archives are not listed.
struct SARIFArtifacts {
  private var indices: [Provenance: Int] = [:]
  private var items: [JSON] = []

  /// Lists what the locations of some findings need.
  init(_ findings: [Finding]) {
    for finding in findings {
      for location in finding.locations { add(location.provenance) }
    }
  }

  private mutating func add(_ provenance: Provenance) {
    guard provenance.isMember, indices[provenance] == nil else { return }
    _ = insert(provenance)
  }

  private mutating func insert(_ provenance: Provenance) -> Int {
    if let known = indices[provenance] { return known }
    var parent: Int?
    switch provenance {
    case .member(_, let outer), .memberName(_, let outer): parent = insert(outer)
    default: break
    }
    // The same as in the results, so that whoever knows no nested artifacts sees one path.
    let uri = RelativeURI.encode(provenance.path)
    let index = items.count
    indices[provenance] = index
    items.append([
      "location": ["uri": .string(uri), "uriBaseId": "%SRCROOT%"],
      "parentIndex": parent.map(JSON.integer),
    ])
    return index
  }

  /// Where an artifact stands in the list; nil for one that is not listed.
  func index(of provenance: Provenance) -> Int? { indices[provenance] }

  /// The list; nil where it is empty.
  var json: JSON? { items.isEmpty ? nil : .array(items) { $0 } }
}
