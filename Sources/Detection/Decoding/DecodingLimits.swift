/// How far decoding goes: in depth, in bytes, and in the distance over which bytes decide.
///
/// Whether a decoded secret is found depends on the bytes near it only, as with plain ones. Every
/// way of decoding is therefore self-synchronising: an escape, a concatenation of two literals, or
/// a group of base64 in each of its four alignments is recognised by itself, wherever reading
/// began. Encoded text may go on for megabytes; a candidate in it is judged in a window that is
/// bounded in bytes of the *buffer*, whatever lies between (``before``, ``after``). Each layer adds
/// what its own decisions look at (``layer``). Only gzip needs its beginning, and has to fit in the
/// window whole.
enum DecodingLimits {
  /// Most encodings on top of each other.
  static let depth = 3
  /// How far before the first byte of a candidate its rule may look, in bytes of the buffer.
  static let before = 1_024
  /// How far from the first byte of a candidate on its rule may look, in bytes of the buffer; so no
  /// secret takes more in its encoded form, and no gzip text is longer.
  static let after = 4_096
  /// How much plain text around an encoded character is looked at together with it, in bytes.
  static let margin = 512
  /// Most bytes of the buffer that an encoded character takes, or a concatenation of two literals.
  static let token = 128
  /// Most bytes of the buffer over which one of the texts that rules look for may be spelled with
  /// escape sequences and concatenations.
  static let spelling = 256
  /// How far the bytes of the buffer lie at most that decide how one layer reads a byte.
  static let layer = margin + 2 * token
  /// Most bytes that gzip may unpack to.
  static let unpacked = 256 << 10
  /// Most bytes that nested decoding may produce from one encoded text.
  ///
  /// So many for each of its bytes, and so many in any case; only texts made for the purpose get
  /// there.
  static let nestedWork = (perByte: 8, base: 512 << 10)

  /// How far from its first byte the bytes lie that decide about a decoded match: the window, the
  /// layers' decisions at its ends, and overlapping matches, which start up to a window earlier.
  static let reach = (before: after + before + depth * layer, after: 2 * after + depth * layer)
}
