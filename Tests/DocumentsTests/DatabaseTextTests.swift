import Basics
import Documents
import TestSupport
import Testing

/// Databases that Python's sqlite3 makes.
@Suite struct DatabaseTextTests {
  /// Makes a database with statements of Python: `db` is open, `text(n)` makes n characters that
  /// nothing else has.
  private static func database(_ statements: String) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    try folder.write(
      "make.py",
      """
      import sqlite3
      def text(n, seed=0):
          return "<" + "".join("%d," % ((i * 7919 + seed * 13) % 100003) for i in range(n))[:n - 2] + ">"
      db = sqlite3.connect("file.db")
      \(statements)
      db.commit()
      db.close()
      """)
    try Shell.run("cd \"$0\" && python3 make.py", arguments: [folder.path])
    return try folder.bytes("file.db")
  }

  /// What `text` makes.
  private static func text(_ count: Int, _ seed: Int = 0) -> [UInt8] {
    let numbers = (0..<count).map { ($0 * 7919 + seed * 13) % 100_003 }
    return Array("<\(numbers.map { "\($0)," }.joined().prefix(count - 2))>".utf8)
  }

  private static func place(of part: [UInt8], in text: DocumentText) -> DocumentText.Place? {
    guard text.bytes.count >= part.count else { return nil }
    let start = (0...text.bytes.count - part.count).first { start in
      text.bytes[start] == part[0] && text.bytes[start...].starts(with: part)
    }
    return start.flatMap { text.place(at: $0) }
  }

  @Test func recordsAreReadWithTheirTable() throws {
    let bytes = try Self.database(
      """
      db.execute("create table users (id integer primary key, name, token)")
      db.execute("create table 'other one' (a, b)")
      for i in range(300):
          db.execute("insert into users values (?, ?, ?)", (i, "name %d" % i, "token %d" % i))
      db.execute("insert into 'other one' values (?, ?)", (-5, b"blob"))
      """)
    #expect(DatabaseText.matches(bytes.span) == true)
    let text = try #require(DatabaseText.read(bytes, limit: 1 << 20))
    let place = Self.place(of: Array("name 299\ttoken 299".utf8), in: text)
    guard case .record(table: "users", let page)? = place else {
      Issue.record("\(String(describing: place))")
      return
    }
    #expect(page > 2)
    let other = Self.place(of: Array("-5\tblob".utf8), in: text)
    #expect(other?.description == "other one, page 3")
    #expect(
      Self.place(of: Array("table\tusers".utf8), in: text)
        == .record(table: "sqlite_schema", page: 1))
  }

  @Test(arguments: [512, 1024, 4096, 65536])
  func overflowIsJoined(pageSize: Int) throws {
    let bytes = try Self.database(
      """
      db.execute("pragma page_size = \(pageSize)")
      db.execute("create table long (a, b)")
      for n in (100, 470, 480, 500, 1000, 5000, 70000, 200000):
          db.execute("insert into long values (?, ?)", (n, text(n)))
      """)
    let text = try #require(DatabaseText.read(bytes, limit: 4 << 20))
    for count in [100, 470, 480, 500, 1000, 5000, 70000, 200_000] {
      let place = Self.place(of: Self.text(count), in: text)
      guard case .record(table: "long", page: _)? = place else {
        Issue.record("\(count): \(String(describing: place))")
        continue
      }
    }
  }

  @Test func wideTextIsRead() throws {
    for encoding in ["UTF-16le", "UTF-16be"] {
      let bytes = try Self.database(
        """
        db.execute("pragma encoding = '\(encoding)'")
        db.execute("create table t (a)")
        db.execute("insert into t values (?)", ("caf\\u00e9 \\U0001F511 " + text(9000),))
        """)
      let text = try #require(DatabaseText.read(bytes, limit: 1 << 20))
      let wanted = Array("café 🔑 ".utf8) + Self.text(9000)
      #expect(Self.place(of: wanted, in: text) != nil, "\(encoding)")
    }
  }

  @Test func tablesWithoutNumbersAreRead() throws {
    let bytes = try Self.database(
      """
      db.execute("create table t (a text primary key, b) without rowid")
      db.execute("insert into t values ('key', ?)", (text(9000),))
      """)
    let text = try #require(DatabaseText.read(bytes, limit: 1 << 20))
    guard case .record(table: "t", page: _)? = Self.place(of: Self.text(9000), in: text) else {
      Issue.record("not found")
      return
    }
  }

  @Test func whatWasDeletedIsRead() throws {
    let bytes = try Self.database(
      """
      db.execute("pragma secure_delete = off")
      db.execute("create table t (a, b)")
      for i in range(40):
          db.execute("insert into t values (?, ?)", (i, text(9000, i)))
      db.commit()
      db.execute("delete from t where a between 10 and 19")
      """)
    let text = try #require(DatabaseText.read(bytes, limit: 4 << 20))
    // The pages of the last record to be deleted are whole; of others, one may have become a list of
    // free pages.
    var found = 0
    for row in 10...19 {
      // From the second page on: the first part stands in the page of the table.
      let whole = Self.text(9000, row)
      if let place = Self.place(of: Array(whole[1000..<3000]), in: text) {
        switch place {
        // A page of the table that is no longer used may still be in order.
        case .unused, .record(table: nil, page: _): break
        default: Issue.record("row \(row): \(place)")
        }
        found += 1
      }
    }
    #expect(found >= 8, "\(found) of 10")
    for row in [0, 9, 20, 39] {
      #expect(
        Self.place(of: Self.text(9000, row), in: text)?.description.hasPrefix("t, page")
          == true)
    }
  }

  @Test func deletedRecordsAreJoinedWithTheirStart() throws {
    let bytes = try Self.database(
      """
      db.execute("pragma secure_delete = off")
      db.execute("create table t (a, b)")
      db.execute("insert into t values (?, ?)", (1, "stays"))
      db.execute("insert into t values (?, ?)", (2, text(20000, 1)))
      db.execute("insert into t values (?, ?)", (3, text(20000)))
      db.commit()
      # The first page that is freed lists the others.
      db.execute("delete from t where a = 2")
      db.execute("delete from t where a = 3")
      """)
    let text = try #require(DatabaseText.read(bytes, limit: 1 << 20))
    let whole = Self.text(20000)
    // Over the border of the first two parts.
    #expect(Self.place(of: Array(whole[0..<4000]), in: text) != nil)
  }

  @Test func logsAreRead() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "make.py",
      """
      import shutil, sqlite3
      db = sqlite3.connect("file.db")
      db.execute("pragma journal_mode = wal")
      db.execute("pragma page_size = 1024")
      db.execute("create table t (a)")
      text = "<" + "".join("%d," % (i * 7919 % 100003) for i in range(9000))[:8998] + ">"
      db.execute("insert into t values ('old')")
      db.commit()
      db.execute("update t set a = 'new'")
      db.execute("insert into t values (?)", (text,))
      db.commit()
      shutil.copy("file.db-wal", "log")
      """)
    try Shell.run("cd \"$0\" && python3 make.py", arguments: [folder.path])
    let bytes = try folder.bytes("log")
    #expect(DocumentFormat(recognizing: bytes.span) == .databaseLog)
    let text = try #require(DatabaseLog.read(bytes, limit: 1 << 20))
    #expect(Self.place(of: Self.text(9000), in: text)?.description.hasPrefix("t, page") == true)
    #expect(Self.place(of: Array("new".utf8), in: text) != nil)
    #expect(!text.isCut)
    var far = bytes
    far[32] = 0x7F
    #expect(DatabaseLog.read(far, limit: 1 << 20)?.isCut == true)
  }

  @Test func circlesEnd() throws {
    var bytes = try Self.database(
      """
      db.execute("pragma page_size = 512")
      db.execute("create table t (a)")
      db.execute("insert into t values (?)", (text(3000),))
      """)
    // Every page that a record goes on in leads to itself.
    for page in 3..<bytes.count / 512 {
      bytes.replaceSubrange(page * 512..<page * 512 + 4, with: [0, 0, 0, UInt8(page + 1)])
    }
    let text = try #require(DatabaseText.read(bytes, limit: 1 << 20))
    #expect(text.bytes.count < 20_000)
  }

  /// Many records that go on in the same pages.
  @Test func sharedPagesAreReadAFewTimes() throws {
    let (pageSize, pages, usable) = (512, 4_000, 512)
    var bytes = [UInt8](repeating: 0, count: pages * pageSize)
    bytes.replaceSubrange(0..<16, with: Array("SQLite format 3\0".utf8))
    bytes.replaceSubrange(16..<24, with: [2, 0, 1, 1, 0, 64, 32, 32])
    func put(_ value: Int, at place: Int, _ count: Int) {
      for index in 0..<count {
        bytes[place + index] = UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - index)))
      }
    }
    for page in 2...pages {
      let start = (page - 1) * pageSize
      guard page <= pages / 2 else {
        // The chain, from the middle on.
        put(page < pages ? page + 1 : pages / 2 + 1, at: start, 4)
        continue
      }
      // A leaf of a table with cells that are all the same record: a size of 2^20, and where it goes on.
      put(13, at: start, 1)
      put(200, at: start + 3, 2)
      put(420, at: start + 5, 2)
      for cell in 0..<200 { put(420, at: start + 8 + 2 * cell, 2) }
      // 2^20 with seven bits a byte, then the number of the row, and a record without columns.
      bytes.replaceSubrange(start + 420..<start + 425, with: [0xC0, 0x80, 0, 1, 1])
      let size = 1 << 20
      let least = (usable - 12) * 32 / 255 - 23
      let rest = least + (size - least) % (usable - 4)
      let local = rest <= usable - 35 ? rest : least
      put(pages / 2 + 1, at: start + 424 + local, 4)
    }
    let start = ContinuousClock.now
    let text = try #require(DatabaseText.read(bytes, limit: 1 << 20))
    #expect(text.isCut)
    #expect(ContinuousClock.now - start < .seconds(60))
  }

  @Test func damageIsBorne() throws {
    let original = try Self.database(
      """
      db.execute("pragma page_size = 512")
      db.execute("create table t (a, b)")
      db.execute("create index i on t (b)")
      for i in range(60):
          db.execute("insert into t values (?, ?)", (i, text(20 * i + 9)))
      db.commit()
      db.execute("delete from t where a > 40")
      """)
    var random = TestRandom(seed: 22)
    for _ in 0..<400 {
      var bytes = original
      for _ in 0...random.below(40) {
        let page = random.below(bytes.count / 512) * 512
        let place = page + (random.chance(60) ? random.below(24) : random.below(512))
        bytes[place] = random.chance(30) ? 0xFF : UInt8(random.below(256))
      }
      if random.chance(20) { bytes.removeLast(random.below(bytes.count)) }
      let text = DatabaseText.read(bytes, limit: 1 << 20)
      #expect(text?.bytes.count ?? 0 <= 1 << 20)
    }
    let small = try #require(DatabaseText.read(original, limit: 100))
    #expect(small.isCut)
    #expect(DatabaseText.read(Array("SQLite format 3\0".utf8), limit: 100) == nil)
  }

  /// A log need not have the first page, which says how text is written.
  @Test func logsOfUTF16AreRead() throws {
    for encoding in ["UTF-8", "UTF-16le", "UTF-16be"] {
      let folder = try TemporaryFolder()
      try folder.write(
        "make.py",
        """
        import shutil, sqlite3
        db = sqlite3.connect("a.db")
        db.execute("pragma encoding = '\(encoding)'")
        db.execute("pragma journal_mode = wal")
        db.execute("create table t (a, b)")
        db.commit()
        db.execute("pragma wal_checkpoint(truncate)")
        db.execute("insert into t values (1, 'a text of naïve words')")
        db.commit()
        shutil.copy("a.db-wal", "log")
        """)
      try Shell.run("cd \"$0\" && python3 make.py", arguments: [folder.path])
      let text = try #require(DatabaseLog.read(try folder.bytes("log"), limit: 1 << 20))
      let lines = String(decoding: text.bytes, as: UTF8.self)
      #expect(lines.contains("1\ta text of naïve words\t"), "\(encoding): \(lines)")
    }
  }

  /// A table without numbers of rows is an index of its own.
  @Test(arguments: ["UTF-8", "UTF-16le", "UTF-16be"])
  func tablesWithoutNumbersAreRead(encoding: String) throws {
    let bytes = try Self.database(
      """
      db.execute("pragma encoding = '\(encoding)'")
      db.execute("create table t (a text primary key, b, c) without rowid")
      for i in range(300):
          db.execute("insert into t values (?, ?, ?)", ("name %03d" % i, "väl %d" % i, b"PACKED" + bytes([65 + i % 26])))
      db.execute("create table u (a, b as ('worked ' || a) virtual)")
      db.execute("create index i on u (b)")
      db.execute("insert into u values ('out')")
      """)
    let text = try #require(
      DatabaseText.read(bytes, limit: 1 << 20) { $0.starts(with: Array("PACKED".utf8)) })
    let lines = String(decoding: text.bytes, as: UTF8.self)
    // Those in the middle of the tree as well.
    for number in 0..<300 {
      let name = String(repeating: "0", count: 3 - "\(number)".count) + "\(number)"
      #expect(lines.contains("name \(name)\tväl \(number)\t"), "\(number)")
    }
    #expect(text.attachments.count == 300)
    let place = Self.place(of: Array("name 299\tväl 299".utf8), in: text)
    guard case .record(table: "t", page: _)? = place else {
      Issue.record("\(String(describing: place))")
      return
    }
    // In UTF-8 it can be read in the page.
    #expect(lines.contains("worked out\t") == (encoding != "UTF-8"))
  }

  @Test func packedValuesAreHandedOver() throws {
    let bytes = try Self.database(
      """
      db.execute("create table t (a, b)")
      db.execute("insert into t values (?, ?)", (b"PACKED" + bytes(9000), b"blob"))
      db.execute("insert into t values (?, ?)", ("PACKED text", b"PACKED"))
      """)
    let text = try #require(
      DatabaseText.read(bytes, limit: 1 << 20) { $0.starts(with: Array("PACKED".utf8)) })
    #expect(text.attachments.map(\.bytes.count) == [9006, 6])
    #expect(text.attachments.map { "\($0.place)" } == ["t, page 2", "t, page 2"])
    #expect(String(decoding: text.bytes, as: UTF8.self).contains("\tblob\t\nPACKED text\t\t\n"))
  }

  /// The oracle: what is read in parts where it lies is what is read at once, whatever is damaged.
  @Test func partsAreThoseOfTheWhole() throws {
    let original = try Self.database(
      """
      db.execute("pragma page_size = 512")
      db.execute("pragma secure_delete = off")
      db.execute("vacuum")
      db.execute("create table users (id integer primary key, name, token)")
      for i in range(200):
          db.execute("insert into users values (?, ?, ?)", (i, "name %d" % i, text(300, i)))
      db.execute("insert into users values (?, ?, ?)", (999, b"blob", text(3000, 7)))
      db.commit()
      db.execute("delete from users where id > 100")
      """)
    var random = TestRandom(seed: 77)
    for round in 0..<60 {
      var bytes = original
      for _ in 0..<(round == 0 ? 0 : random.below(30)) {
        bytes[100 + random.below(bytes.count - 100)] = random.pick(original)
      }
      let whole = DatabaseText.read(bytes, limit: 4 << 20)
      var parts: [[UInt8]] = []
      let source = bytes
      let isRead = DatabaseText.read(
        size: bytes.count, limit: 40_000, isPacked: { _ in false }, bytes: { Array(source[$0]) }
      ) { parts.append($0.bytes) }
      #expect(isRead == (whole != nil))
      #expect(Array(parts.joined()) == whole?.bytes)
      #expect(parts.count > 3)
    }
  }
}
