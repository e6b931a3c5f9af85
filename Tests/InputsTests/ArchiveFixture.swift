import Foundation
import TestSupport

/// Archives made by Python's own libraries, to hold the readers against.
enum ArchiveFixture {
  /// How members are packed.
  static let forms = [
    "zip-stored", "zip-deflate", "zip-bzip2", "zip-lzma", "zip-streamed", "zip-streamed-stored",
    "zip-before", "tar-ustar", "tar-gnu", "tar-pax", "tar-gz", "tar-bz2", "tar-xz", "cpio-newc",
    "cpio-odc", "ar",
  ]

  /// Packs all files of a folder.
  ///
  /// - Parameters:
  ///   - folder: Where they stand.
  ///   - form: One of ``forms``, or `gz`, `zlib`, `bz2`, `xz`, `lzma`, which take one file.
  ///   - archive: The archive to write.
  /// - Throws: When Python does not succeed.
  static func pack(_ folder: String, as form: String, to archive: String) throws {
    try Shell.run(
      "python3 -c \"$0\" \"$1\" \"$2\" \"$3\"", arguments: [script, folder, form, archive])
  }

  private static let script = """
    import bz2, gzip, io, lzma, os, struct, sys, tarfile, zipfile, zlib
    folder, form, archive = sys.argv[1:4]
    names = sorted(
        os.path.relpath(os.path.join(path, name), folder)
        for path, _, files in os.walk(folder) for name in files)
    entries = [(name, open(os.path.join(folder, name), 'rb').read()) for name in names]

    class Pipe(io.RawIOBase):
        def __init__(self): self.data = b''
        def writable(self): return True
        def write(self, data): self.data += bytes(data); return len(data)

    def zipped(method, out):
        with zipfile.ZipFile(out, 'w', method) as made:
            for name, data in entries: made.writestr(name, data)
        return out.getvalue() if isinstance(out, io.BytesIO) else out.data

    def tarred(format):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode='w', format=format) as made:
            for name, data in entries:
                info = tarfile.TarInfo(name)
                info.size = len(data)
                made.addfile(info, io.BytesIO(data))
        return out.getvalue()

    def newc():
        out = b''
        for name, data in entries + [('TRAILER!!!', b'')]:
            text = name.encode() + b'\\0'
            fields = (0, 0o100644, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(text), 0)
            out += b'070701' + b''.join(b'%08x' % field for field in fields) + text
            out += b'\\0' * (-len(out) % 4)
            out += data + b'\\0' * (-len(data) % 4)
        return out

    def odc():
        out = b''
        for name, data in entries + [('TRAILER!!!', b'')]:
            text = name.encode() + b'\\0'
            out += b'070707' + b'%06o' % 0 * 2 + b'%06o' % 0o100644 + b'%06o' % 0 * 4
            out += b'%011o' % 0 + b'%06o' % len(text) + b'%011o' % len(data) + text + data
        return out

    def ar():
        table = b''.join(name.encode() + b'/\\n' for name in names)
        out = b'!<arch>\\n' + b'%-48s%-10d`\\n' % (b'//', len(table)) + table
        out += b'\\n' * (len(table) % 2)
        place = 0
        for name, data in entries:
            out += b'%-48s%-10d`\\n' % (b'/%d' % place, len(data)) + data + b'\\n' * (len(data) % 2)
            place += len(name.encode()) + 2
        return out

    def one(): return entries[0][1]

    made = {
        'zip-stored': lambda: zipped(zipfile.ZIP_STORED, io.BytesIO()),
        'zip-deflate': lambda: zipped(zipfile.ZIP_DEFLATED, io.BytesIO()),
        'zip-bzip2': lambda: zipped(zipfile.ZIP_BZIP2, io.BytesIO()),
        'zip-lzma': lambda: zipped(zipfile.ZIP_LZMA, io.BytesIO()),
        'zip-streamed': lambda: zipped(zipfile.ZIP_DEFLATED, Pipe()),
        'zip-streamed-stored': lambda: zipped(zipfile.ZIP_STORED, Pipe()),
        'zip-before': lambda: b'#!/usr/bin/env python3\\n' + zipped(zipfile.ZIP_DEFLATED, io.BytesIO()),
        'tar-ustar': lambda: tarred(tarfile.USTAR_FORMAT),
        'tar-gnu': lambda: tarred(tarfile.GNU_FORMAT),
        'tar-pax': lambda: tarred(tarfile.PAX_FORMAT),
        'tar-gz': lambda: gzip.compress(tarred(tarfile.PAX_FORMAT)),
        'tar-bz2': lambda: bz2.compress(tarred(tarfile.PAX_FORMAT)),
        'tar-xz': lambda: lzma.compress(tarred(tarfile.PAX_FORMAT)),
        'cpio-newc': newc, 'cpio-odc': odc, 'ar': ar,
        'gz': lambda: gzip.compress(one()), 'zlib': lambda: zlib.compress(one()),
        'gz-twice': lambda: gzip.compress(one()[:5]) + gzip.compress(one()[5:]),
        'bz2': lambda: bz2.compress(one()), 'xz': lambda: lzma.compress(one()),
        'lzma': lambda: lzma.compress(one(), format=lzma.FORMAT_ALONE),
    }[form]()
    open(archive, 'wb').write(made)
    """
}
