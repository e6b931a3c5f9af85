import Archives
import Basics
import Findings
import GitFormat
import SystemIO

/// Git bundles, and packs alone: every object that one holds is scanned, whatever names it.
extension ArchiveScanner {
  /// Bundles up to this size are read into memory, in bytes; larger ones where they lie, if they are files.
  private static let bundleLimit = 32 << 20
  /// Objects up to this size are read, in bytes; half of it in a bundle that is a member, and so on.
  private static let mostHeld = 64 << 20

  func readBundle(
    _ input: BufferedInput, at place: ArchivePlace, level: Int
  ) throws(ArchiveError) {
    if input === whole, input.offset == 0, let positioned, positioned.size > Self.bundleLimit {
      return try positioned.withBytes { bytes throws(ArchiveError) in
        try readBundle(bytes, at: place, level: level)
      }
    }
    guard try !input.fill(Self.bundleLimit + 1) else {
      throw .tooLarge(
        "a git bundle or pack of more than \(Quantity.bytes(Self.bundleLimit)): clone it, and scan that with"
          + " kunci history")
    }
    // What is held is lent, not copied: it may be large.
    try input.withAvailable { bytes throws(ArchiveError) in
      input.take(bytes.count)
      try readBundle(bytes, at: place, level: level)
    }
  }

  private func readBundle(
    _ bytes: Span<UInt8>, at place: ArchivePlace, level: Int
  ) throws(ArchiveError) {
    do throws(ObjectError.Reason) {
      let header = try BundleHeader(bytes)
      let limits = meter.limits
      // The bytes of a file are scanned by somebody else, and those of a member are not.
      if level > 1 {
        scanner.scan(bytes.extracting(..<header.end)) { place.provenance(scanner.redact) }
      }
      var pack = try BundledPack(
        bytes, header, limit: max(limits.ratioFloor, bytes.count * limits.ratio),
        mostObjects: limits.members, memoryLimit: max(1 << 20, Self.mostHeld >> (level - 1)))
      var names = BundledNames(header.format)
      pack.forEachObject(in: bytes) { kind, id, content in
        scan(content, kind, id, &names, at: place, level: level)
        return meter.stop == nil && !run.plan.isCancelled()
      }
      guard meter.stop == nil else { return }
      if names.isDamaged { note(.damaged("a folder in a git bundle or pack"), at: place) }
      if let damage = pack.damage {
        note(.damaged("a git bundle or pack is \(damage)"), at: place)
      }
      if header.isFiltered {
        note(.unreadable("the git bundle leaves out objects by a filter"), at: place)
      }
      if pack.unresolved > 0 {
        // Most of what is new in a version is there even so.
        pack.forEachUnresolved(in: bytes) { offset, added in
          guard meter.countMember() else { return false }
          meter.count(added.count, ofWhole: max(whole.offset, positioned?.size ?? 0))
          coverage.scanned.bytes += added.count
          scanner.scan(added) {
            place.member(Array("delta/\(offset)".utf8)).provenance(scanner.redact)
          }
          return meter.stop == nil && !run.plan.isCancelled()
        }
        let count = Quantity.of(pack.unresolved, "object")
        note(
          .unreadable(
            header.prerequisites > 0
              ? "\(count) too large, or derived from what the bundle leaves out"
              : "\(count) too large, or derived from what is not in the bundle"), at: place)
      }
    } catch {
      throw .damaged("a git bundle or pack: \(error)")
    }
  }

  private func scan(
    _ content: Span<UInt8>, _ kind: ObjectKind, _ id: ObjectID, _ names: inout BundledNames,
    at place: ArchivePlace, level: Int
  ) {
    guard meter.countMember() else { return }
    meter.count(content.count, ofWhole: max(whole.offset, positioned?.size ?? 0))
    let object = place.member(Array("\(kind)/\(id)".utf8))
    guard kind != .tree else {
      names.take(content, of: id) { name in
        scanner.scan(name.span) { object.member(name).provenance(scanner.redact).asName }
      }
      return
    }
    let inner = names.path(of: id).map(object.member) ?? object
    if kind == .blob, let limit = run.plan.maxFileSize, content.count > limit {
      coverage.skip(inner.provenance(scanner.redact).path, Coverage.tooLarge(limit))
      return
    }
    let text = borrow()
    defer { giveBack(text) }
    text.begin(MemoryStream(copying: content))
    do throws(ArchiveError) {
      try scan(text, at: inner, level: level + 1)
    } catch {
      note(error, at: inner)
    }
  }
}

/// The names that the trees of a bundle give to what is in it.
private struct BundledNames {
  private var names: [ObjectID: (name: [UInt8], folder: ObjectID)] = [:]
  private var known: Set<[UInt8]> = []
  private let format: ObjectFormat
  /// Bytes that names may still take.
  private var room = 32 << 20
  /// Whether a tree ended where it must not.
  private(set) var isDamaged = false

  /// What an entry takes beside its name, in bytes, about.
  private static let perName = 128
  /// Paths up to this length are made, in bytes.
  private static let longestPath = 4096
  /// So many folders inside one another are named.
  private static let mostFolders = 100

  init(_ format: ObjectFormat) { self.format = format }

  /// Takes the entries of a tree; each name is shown at least once.
  mutating func take(_ tree: Span<UInt8>, of folder: ObjectID, _ show: ([UInt8]) -> Void) {
    var entries = TreeEntries(format: format)
    do {
      while let entry = try entries.next(tree) {
        let name = Array(copying: tree.extracting(entry.name))
        if names[entry.id] == nil, hasRoom(name) { names[entry.id] = (name, folder) }
        guard !known.contains(name) else { continue }
        if hasRoom(name) { known.insert(name) }
        show(name)
      }
    } catch {
      isDamaged = true
    }
  }

  /// Whether a name can be kept: of other files, the id of the content tells them.
  private mutating func hasRoom(_ name: [UInt8]) -> Bool {
    let size = name.count + Self.perName
    guard name.count <= Self.longestPath, size <= room else { return false }
    room -= size
    return true
  }

  /// The path of a file or folder; nil if no tree names it.
  func path(of id: ObjectID) -> [UInt8]? {
    guard let file = names[id] else { return nil }
    var path = file.name
    var folder = file.folder
    for _ in 0..<Self.mostFolders {
      guard let outer = names[folder], outer.name.count + path.count < Self.longestPath else {
        break
      }
      path = outer.name + [UInt8(ascii: "/")] + path
      folder = outer.folder
    }
    return path
  }
}
