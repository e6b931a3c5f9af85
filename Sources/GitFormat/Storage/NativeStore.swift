package import Basics
package import SystemIO

/// The objects of a repository as kunci reads them itself: packs, loose objects, and those of the
/// folders it borrows from.
///
/// A picture of the moment when it was opened; the files are read later.
package final class NativeStore: ObjectStore {
  /// The hash that names the objects.
  package let format: ObjectFormat
  /// Packs and folders that cannot be used, or not be trusted as a whole.
  package let problems: [ObjectError]
  let packs: [Pack]
  /// The first of them, in which most objects are found.
  private let largest: Pack?
  let loose: [LooseFolder]
  /// The first number of each pack, and behind them of each loose folder.
  private let starts: [Int]
  /// Finer fan-out tables of the largest packs, one after the other; none before many look-ups.
  private let fanOuts: [UInt32]
  /// Every number is below this.
  package let numberLimit: Int

  /// Where a copy of an object is.
  enum Place {
    case packed(pack: Int, position: Int)
    case loose(folder: Int)
  }

  /// Opens object folders and what they borrow from.
  ///
  /// What cannot be opened is reported by `problems`; the rest is there.
  ///
  /// - Parameters:
  ///   - folders: Such as `.git/objects`; the first that has an object counts.
  ///   - format: The hash that names the objects.
  ///   - listsLoose: Whether loose objects are listed, so that they have numbers; else they are
  ///     looked for one by one, which is quicker where only a few objects are wanted.
  package init(folders: [String], format: ObjectFormat, listsLoose: Bool = true) {
    self.format = format
    let alternates = AlternateFolders(from: folders)
    var problems = alternates.problems
    var packs: [Pack] = []
    var loose: [LooseFolder] = []
    for folder in alternates.paths {
      for stem in Self.packStems(in: "\(folder)/pack", &problems) {
        do throws(ObjectError) {
          let pack = try Pack(stem: stem, format: format)
          packs.append(pack)
          if let problem = pack.problem { problems.append(problem) }
        } catch {
          problems.append(error)
        }
      }
      do throws(ObjectError) {
        loose.append(
          listsLoose
            ? try LooseFolder(path: folder, format: format) : LooseFolder(unlisted: folder))
      } catch {
        problems.append(error)
      }
    }
    // Most objects are found in the first pack that is asked.
    packs.sort { ($0.index.count, $1.path) > ($1.index.count, $0.path) }
    var starts: [Int] = []
    var next = 0
    for count in packs.map({ $0.index.count }) + loose.map(\.ids.count) {
      starts.append(next)
      next += count
    }
    self.packs = packs
    largest = packs.first
    self.loose = loose
    self.problems = problems
    self.starts = starts
    fanOuts = []
    numberLimit = next
  }

  /// Takes over what another has, and adds fan-out tables.
  private init(_ other: NativeStore, fanOuts: [UInt32]) {
    format = other.format
    problems = other.problems
    packs = other.packs
    largest = other.largest
    loose = other.loose
    starts = other.starts
    numberLimit = other.numberLimit
    self.fanOuts = fanOuts
  }

  package func preparedForLookUps() -> any ObjectStore { preparedForLookUps(from: 1 << 14) }

  /// The same; fewer ids than `manyIDs` are found as quickly without another table.
  func preparedForLookUps(from manyIDs: Int) -> NativeStore {
    // The largest packs are the first ones.
    let large = packs.prefix { $0.index.count >= manyIDs }
    return NativeStore(self, fanOuts: large.flatMap { $0.index.fineFanOut() })
  }

  private func find(_ id: ObjectID, inPack pack: Int) -> Int? {
    packs[pack].index.position(of: id, by: fanOuts, from: pack * PackIndex.fineFanOutCount)
  }

  /// The packs of a folder that have both files; an index without a pack is told of.
  private static func packStems(in folder: String, _ problems: inout [ObjectError]) -> [String] {
    guard !FileSystem.isAbsent(folder) else { return [] }
    var names: Set<String> = []
    do throws(SystemError) {
      try DirectoryHandle(path: folder).forEachEntry { name, _ in
        names.insert(String(decoding: name))
      }
    } catch {
      problems.append(ObjectError(.system(error), file: folder))
    }
    var stems: [String] = []
    for name in names.sorted() where name.hasPrefix("pack-") && name.hasSuffix(".pack") {
      let stem = String(name.dropLast(5))
      if names.contains("\(stem).idx") {
        stems.append("\(folder)/\(stem)")
      } else {
        problems.append(
          ObjectError(.corrupt("a pack without an index"), file: "\(folder)/\(name)"))
      }
    }
    for name in names.sorted() where name.hasPrefix("pack-") && name.hasSuffix(".idx") {
      let pack = String(name.dropLast(4)) + ".pack"
      if !names.contains(pack) {
        problems.append(ObjectError(.missing, file: "\(folder)/\(pack)"))
      }
    }
    return stems
  }

  package func contains(_ id: ObjectID) -> Bool { place(of: id) != nil }

  package func number(of id: ObjectID) -> Int? {
    switch place(of: id) {
    case .packed(let pack, let position): starts[pack] + position
    case .loose(let folder):
      loose[folder].position(of: id).map { starts[packs.count + folder] + $0 }
    case nil: nil
    }
  }

  package func id(of number: Int) -> ObjectID {
    let (holder, position) = position(of: number)
    return holder < packs.count
      ? packs[holder].index.id(at: position) : loose[holder - packs.count].ids[position]
  }

  /// Returns where the object with a number stands: the pack, or behind all packs the folder, and
  /// the position in there.
  func position(of number: Int) -> (holder: Int, position: Int) {
    precondition(number >= 0 && number < numberLimit)
    var holder = 0
    while holder + 1 < starts.count, starts[holder + 1] <= number { holder += 1 }
    return (holder, number - starts[holder])
  }

  package func walk<Visitor: ObjectVisitor>(
    _ wanted: NumberSet?, _ visitors: PerWorker<Visitor>,
    isCancelled: @escaping @Sendable () -> Bool
  ) {
    let walk =
      wanted.map { StoreWalk(over: $0, of: self) } ?? StoreWalk(over: self, threads: visitors.count)
    walk.run(visitors, isCancelled: isCancelled)
  }

  package func makeReader() -> any SingleObjectReader { NativeReader(self) }

  package func storageOrder(around number: Int) -> StorageOrder? {
    let holder = position(of: number).holder
    return holder < packs.count ? StorageOrder(of: packs[holder], start: starts[holder]) : nil
  }

  package func openCommitGraph() -> CommitGraph? {
    CommitGraph(folders: loose.map(\.path), format: format)
  }

  /// Returns where the first copy of an object is.
  func place(of id: ObjectID) -> Place? {
    if let position = largest?.index.position(of: id, by: fanOuts) {
      return .packed(pack: 0, position: position)
    }
    for pack in packs.indices.dropFirst() {
      if let position = find(id, inPack: pack) {
        return .packed(pack: pack, position: position)
      }
    }
    return loosePlace(of: id)
  }

  private func loosePlace(of id: ObjectID) -> Place? {
    loose.firstIndex { $0.holds(id) }.map { .loose(folder: $0) }
  }

  /// Returns the number of the object at a position of a pack, and whether an earlier pack has it too.
  func number(pack: Int, position: Int, _ id: ObjectID) -> (number: Int, isCopy: Bool) {
    for earlier in 0..<pack {
      if let found = find(id, inPack: earlier) {
        return (starts[earlier] + found, true)
      }
    }
    return (starts[pack] + position, false)
  }

  /// Returns the number of a loose object, and whether it stands in a pack or an earlier folder too.
  func number(folder: Int, position: Int, _ id: ObjectID) -> (number: Int, isCopy: Bool) {
    let own = starts[packs.count + folder] + position
    let first = number(of: id) ?? own
    return (first, first != own)
  }
}
