/// A reader of untrusted input, together with what holds whatever the input is.
///
/// A target is a file with a type and a line in ``all``. libFuzzer calls it (`Driver`), and tests
/// replay what libFuzzer has found (`Replay`).
protocol FuzzTarget: AnyObject, SendableMetatype {
  /// What it is called on the command line and in `Fixtures/fuzz`.
  static var name: String { get }
  /// Inputs to begin with, such as well-formed ones; made anew each time, as no file may hold a key.
  static var seeds: [[UInt8]] { get }

  init()

  /// Reads an input; ends the process where something does not hold.
  func run(_ input: [UInt8])
}

/// The targets.
enum FuzzTargets {
  static let all: [any FuzzTarget.Type] = [
    InflateTarget.self, PackEntryTarget.self, LooseObjectTarget.self, DeltaTarget.self,
    PackIndexTarget.self, CommitGraphTarget.self, GitIndexTarget.self, GitObjectsTarget.self,
    TreeDeltaTarget.self, GitRefsTarget.self, GitConfigTarget.self, HookInputTarget.self,
    GitIgnoreTarget.self, KunciIgnoreTarget.self, BaselineTarget.self, JSONTarget.self,
    PayloadTarget.self,
    TOMLTarget.self,
    RuleFileTarget.self, RegexTarget.self, DecodersTarget.self, DerivedTextTarget.self,
    TextStreamTarget.self, Bzip2Target.self, XZTarget.self, LZMATarget.self, ZstandardTarget.self,
    LZ4Target.self, LZWTarget.self, ZipTarget.self, TarTarget.self, CpioTarget.self,
    ArTarget.self, OfficeTarget.self, DatabaseTarget.self, DatabaseLogTarget.self,
    BundleTarget.self, PDFTarget.self, MailTarget.self, PatchTarget.self, BehindTarget.self,
    DocumentTarget.self, DiffTarget.self, ReportFileTarget.self,
  ]
}

/// Ends the process unless a condition holds; unlike `precondition`, it says why when optimised, too.
func invariant(
  _ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID,
  line: UInt = #line
) {
  if !condition { fatalError(message(), file: file, line: line) }
}
