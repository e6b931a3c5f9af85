extension HelpTopic {
  /// `kunci help archives`.
  static let archivesText = #"""
    What is packed is opened in files, in the index, in a history, in what is pushed and on standard
    input alike. It is told by its first bytes, never by its name:

      archives    zip (with jar, whl, apk, nupkg … and zip64), tar (with `docker save` and OCI
                  images, their deleted files and their configuration), ar and deb, cpio
      compressed  gzip, zlib, bzip2, xz, LZMA, zstd, lz4, .Z
      documents   Word, Excel, PowerPoint and OpenDocument files (text across its runs, cells as
                  Sheet1!B7), SQLite databases (also what was deleted) and their -wal, PDF, mail
      git         bundles up to 32 MB: all blobs, messages and names, as a.bundle!blob/ID!src/key.txt;
                  of a file whose base it leaves out the new lines alone, as a.bundle!delta/OFFSET

    Up to 8 in one another (`--max-archive-depth`, 0 opens none). A member is named behind a `!`:
    a.tar.gz!b.zip!notes/key.txt:3:7. Globs and ignore files take it like a file in a folder
    (a.tar.gz/b.zip/, *.txt), or as it is written. The byte offset is that in the member.

    Nothing is unpacked to the disk, and memory is bounded. An archive may have 500,000 members; what
    is packed may expand to 4 GB a member, 32 GB in all, and 200 times its size (64 MB always). What
    is beyond that, takes a password, is damaged, or is packed in a way that is not read (7z, RAR,
    CAB, RPM …) is listed as skipped with the reason, and 0 becomes 2. `--exclude` leaves it out,
    `--allow-incomplete` accepts it.
    """#
}
