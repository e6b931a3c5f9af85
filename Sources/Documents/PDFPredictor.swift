/// What the bytes of a stream were subtracted from before they were compressed; ISO 32000-1, 7.4.4.4.
struct PDFPredictor: Equatable {
  private var predictor = 1
  private var columns = 1
  private var colors = 1
  private var bits = 8

  /// Reads the parameters of filters; nil if they name no predictor.
  init?(_ parameters: [PDFToken]) {
    for (index, token) in parameters.enumerated().dropLast() {
      guard case .name(let key) = token, case .word(let digits) = parameters[index + 1],
        let number = Int(digits), (1...1 << 20).contains(number)
      else { continue }
      switch key {
      case "Predictor": predictor = number
      case "Columns": columns = number
      case "Colors": colors = min(number, 64)
      case "BitsPerComponent": bits = min(number, 16)
      default: break
      }
    }
    guard predictor > 1 else { return nil }
  }

  /// Undoes it.
  func undo(_ bytes: [UInt8]) -> [UInt8] {
    let width = max(1, (columns * colors * bits + 7) / 8)
    let distance = max(1, colors * bits / 8)
    if predictor == 2 { return bits == 8 ? tiff(bytes, width: width, distance: distance) : bytes }
    guard predictor >= 10 else { return bytes }
    // Each row begins with the way that it was subtracted in, as in a PNG.
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var before = [UInt8](repeating: 0, count: width)
    var row = before
    var place = 0
    while place < bytes.count {
      let kind = bytes[place]
      place += 1
      let count = min(width, bytes.count - place)
      for index in 0..<count {
        let left = index >= distance ? row[index - distance] : 0
        let (above, corner) = (before[index], index >= distance ? before[index - distance] : 0)
        let guess: UInt8 =
          switch kind {
          case 1: left
          case 2: above
          case 3: UInt8((Int(left) + Int(above)) / 2)
          case 4: Self.paeth(Int(left), Int(above), Int(corner))
          default: 0
          }
        row[index] = bytes[place + index] &+ guess
      }
      output += row[..<count]
      swap(&row, &before)
      place += count
    }
    return output
  }

  private func tiff(_ bytes: [UInt8], width: Int, distance: Int) -> [UInt8] {
    var output = bytes
    for start in stride(from: 0, to: bytes.count, by: width) {
      for index in stride(
        from: start + distance, to: min(start + width, bytes.count), by: 1)
      {
        output[index] = output[index] &+ output[index - distance]
      }
    }
    return output
  }

  /// The neighbour that is nearest to what they say together; PNG, 9.4.
  private static func paeth(_ left: Int, _ above: Int, _ corner: Int) -> UInt8 {
    let guess = left + above - corner
    let distances = (abs(guess - left), abs(guess - above), abs(guess - corner))
    if distances.0 <= distances.1, distances.0 <= distances.2 { return UInt8(left) }
    return UInt8(distances.1 <= distances.2 ? above : corner)
  }
}
