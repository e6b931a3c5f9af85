@testable import RuleSet

extension RuleSet {
  /// Reads and joins several files.
  ///
  /// - Parameter sources: The content of each file, and its name for errors.
  /// - Throws: All that is wrong with any of the files.
  init(reading sources: [(name: String, bytes: [UInt8])]) throws(RuleFileError) {
    var files: [RuleFile] = []
    var problems: [RuleFileProblem] = []
    for source in sources {
      do throws(RuleFileError) {
        files.append(try RuleFile(source.bytes, named: source.name))
      } catch {
        problems += error.problems
      }
    }
    do throws(RuleFileError) {
      self = try RuleSet(files)
    } catch {
      throw RuleFileError(problems + error.problems)
    }
    guard problems.isEmpty else { throw RuleFileError(problems) }
  }
}
