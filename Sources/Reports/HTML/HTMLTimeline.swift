import Basics
import Findings

/// When secrets came into a history, and when they went out of its files, as a chart.
struct HTMLTimeline {
  private let arrivals: [Int: Int]
  private let departures: [Int: Int]
  private let scale: Scale
  private let span: ClosedRange<Int>

  /// What a column stands for.
  private enum Scale {
    case day
    case week
    case month
    case quarter
    case year

    /// The finest one of which so many days have few enough columns.
    init(days: Int) {
      switch days {
      case ..<46: self = .day
      case ..<400: self = .week
      case ..<2_300: self = .month
      case ..<7_500: self = .quarter
      default: self = .year
      }
    }

    var noun: String {
      switch self {
      case .day: "day"
      case .week: "week"
      case .month: "month"
      case .quarter: "quarter"
      case .year: "year"
      }
    }

    /// The number of the column that a date belongs to.
    func column(_ date: String) -> Int? {
      guard let days = CalendarDate.days(date.prefix(10)), let year = Int(date.prefix(4)),
        let month = Int(date.dropFirst(5).prefix(2))
      else { return nil }
      return switch self {
      case .day: days
      // 1 January 1970 was a Thursday; weeks begin on Monday.
      case .week: (days + 3) / 7
      case .month: year * 12 + month - 1
      case .quarter: (year * 12 + month - 1) / 3
      case .year: year
      }
    }

    /// What a column is called.
    func label(_ column: Int) -> String {
      func date(_ days: Int) -> String {
        String(CalendarDate.dateTime(days * 86_400).prefix(10))
      }
      func month(_ number: Int) -> String {
        "\(number / 12)-" + (number % 12 < 9 ? "0" : "") + "\(number % 12 + 1)"
      }
      return switch self {
      case .day: date(column)
      case .week: date(column * 7 - 3)
      case .month: month(column)
      case .quarter: "\(column / 4) Q\(column % 4 + 1)"
      case .year: "\(column)"
      }
    }
  }

  /// Nil where findings have no dates, or all the same one.
  init?(_ report: ScanReport) {
    let came = report.findings.compactMap { finding in
      finding.locations.compactMap { $0.provenance.commit?.date }.min()
    }
    let went = report.findings.compactMap { report.departures[$0.fingerprint]?.date }
    let days = (came + went).compactMap { CalendarDate.days($0.prefix(10)) }
    guard let first = days.min(), let last = days.max() else { return nil }
    let scale = Scale(days: last - first)
    self.scale = scale
    func counted(_ dates: [String]) -> [Int: Int] {
      dates.compactMap(scale.column).reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
    arrivals = counted(came)
    departures = counted(went)
    let columns = Array(arrivals.keys) + Array(departures.keys)
    // A single column says nothing that the findings do not.
    guard let start = columns.min(), let end = columns.max(), start < end else { return nil }
    span = start...end
  }

  // MARK: Drawing, in units of a view box of 1,000 by ``height``

  private static let (left, width) = (36.0, 940.0)
  private static let (top, tallest) = (20.0, 130.0)

  /// What one secret is worth, upwards as downwards.
  private var unit: Double {
    Self.tallest / Double((arrivals.values.max() ?? 0) + (departures.values.max() ?? 0))
  }

  private var base: Double { Self.top + unit * Double(arrivals.values.max() ?? 0) }
  private var height: Double { Self.top + Self.tallest + 30 }

  private var step: Double { min(56, Self.width / Double(span.count)) }

  private func x(_ column: Int) -> Double {
    Self.left + Double(column - span.lowerBound) * step
  }

  var text: String {
    let most = arrivals.values.max() ?? 0
    let bars = span.map { column in
      bar(column, arrivals[column] ?? 0, "came in", isUp: true)
        + bar(column, departures[column] ?? 0, "went", isUp: false)
    }
    let gone = departures.values.reduce(0, +)
    let legend =
      "<span class=\"came\">came in</span>"
      + (gone > 0 ? " <span class=\"gone\">went out of the files</span>" : "")
    return """
      <section class="card timeline"><h2>When they came in\(gone > 0 ? " and went" : "") \
      <span class="legend">\(legend), by \(scale.noun)</span></h2>
      <div class="scroll"><svg viewBox="0 0 1000 \(Self.number(height))" role="img" aria-label="Secrets by \(scale.noun)">
      <line class="grid" x1="36" x2="992" y1="20" y2="20"/>\
      <text x="30" y="24" text-anchor="end">\(Quantity.grouped(most))</text>
      \(bars.joined())<line class="axis" x1="36" x2="992" y1="\(Self.number(base))" y2="\(Self.number(base))"/>
      \(labels)</svg></div></section>

      """
  }

  private func bar(_ column: Int, _ count: Int, _ word: String, isUp: Bool) -> String {
    guard count > 0 else { return "" }
    let height = max(2, unit * Double(count) - 1)
    let y = isUp ? base - height : base + 1
    let width = max(1.5, step - min(6, step * 0.25))
    return "<rect class=\"\(isUp ? "came" : "gone")\" x=\"\(Self.number(x(column)))\""
      + " y=\"\(Self.number(y))\" width=\"\(Self.number(width))\" height=\"\(Self.number(height))\""
      + " rx=\"1.5\"><title>\(scale.label(column)): \(Quantity.of(count, "secret")) \(word)</title></rect>\n"
  }

  /// Some of the columns' names.
  private var labels: String {
    let room = max(1, Int((96 / step).rounded(.up)))
    return stride(from: span.lowerBound, through: span.upperBound, by: room).map { column in
      "<text class=\"tick\" x=\"\(Self.number(x(column)))\" y=\"\(Self.number(height - 8))\">\(scale.label(column))</text>\n"
    }.joined()
  }

  /// A number with one digit behind the point, the same on every machine.
  private static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
  }
}
