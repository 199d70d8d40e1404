namespace Graft.Networks;

/// <summary>
/// Names of values that training programs keep beside the parameters: arguments, counters, paths, configurations. They are read over, so that the
/// parameters beside them can be used. What could run code is refused although it would not run here: such a file is not to be trusted.
/// </summary>
internal static class HarmlessNames
{
    private static readonly HashSet<string> _known = new(StringComparer.Ordinal)
    {
        "argparse.Namespace", "types.SimpleNamespace", "collections.Counter", "collections.deque", "collections.abc.Mapping",
        "pathlib.Path", "pathlib.PosixPath", "pathlib.WindowsPath", "pathlib.PurePath", "pathlib.PurePosixPath", "pathlib.PureWindowsPath",
        "pathlib._local.Path", "pathlib._local.PosixPath", "pathlib._local.WindowsPath", "pathlib._local.PurePosixPath", "pathlib._local.PureWindowsPath",
        "datetime.datetime", "datetime.date", "datetime.time", "datetime.timedelta", "datetime.timezone", "decimal.Decimal", "fractions.Fraction",
        "uuid.UUID", "uuid.SafeUUID", "enum.Enum", "enum.IntEnum", "random.Random", "copyreg._reconstructor", "copy_reg._reconstructor",
        "_codecs.encode", "typing.Any", "typing.Union", "typing.Optional", "typing.List", "typing.Dict", "typing.Tuple",
        "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar", "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct",
        "numpy._core.numeric._frombuffer", "numpy.core.numeric._frombuffer", "numpy.dtype", "numpy.ndarray", "numpy.bool_", "numpy.bool",
        "numpy.int8", "numpy.int16", "numpy.int32", "numpy.int64", "numpy.uint8", "numpy.uint16", "numpy.uint32", "numpy.uint64", "numpy.float16",
        "numpy.float32", "numpy.float64", "numpy.random._pickle.__randomstate_ctor", "numpy.random._pickle.__generator_ctor",
        "numpy.random._pickle.__bit_generator_ctor",
        "torch.device", "torch.float32", "torch.float16", "torch.bfloat16", "torch.float64", "torch.int64", "torch.int32", "torch.int16", "torch.int8",
        "torch.uint8", "torch.bool", "torch.serialization._get_layout", "torch.strided", "torch.contiguous_format", "torch.channels_last",
    };

    private static readonly HashSet<string> _builtIn = new(StringComparer.Ordinal)
    {
        "list", "dict", "set", "frozenset", "tuple", "int", "float", "complex", "bool", "str", "bytes", "bytearray", "slice", "range", "object",
    };

    // Packages of Python's library: a class of theirs may start a process or open a file.
    private static readonly HashSet<string> _library =
    [
        .. ("__builtin__ __future__ _io _thread abc ast asyncio atexit bdb builtins bz2 cProfile code codecs codeop collections commands concurrent "
            + "configparser contextlib copy copyreg ctypes curses dbm dis distutils doctest email encodings ensurepip enum faulthandler filecmp fileinput "
            + "ftplib functools gc getpass glob gzip http idlelib imaplib imp importlib inspect io ipaddress itertools json keyword lib2to3 linecache logging "
            + "lzma mailbox marshal mmap modulefinder multiprocessing nntplib nt ntpath operator optparse os pathlib pdb pickle pickletools pip pipes pkgutil "
            + "platform plistlib poplib posix posixpath pprint profile pstats pty pydoc queue random re readline runpy sched select selectors shelve shlex "
            + "shutil signal site smtplib socket socketserver sqlite3 ssl stat string subprocess symtable sys sysconfig tarfile telnetlib tempfile test "
            + "threading timeit tkinter token tokenize trace traceback tracemalloc tty turtle types typing unittest urllib uuid venv wave weakref webbrowser "
            + "winreg wsgiref xml xmlrpc zipapp zipfile zipimport zlib").Split(' '),
    ];

    /// <summary>Whether a value of this name may be read over.</summary>
    /// <param name="module">Python's module.</param>
    /// <param name="name">The name in it.</param>
    public static bool Knows(string module, string name)
    {
        if (_known.Contains($"{module}.{name}") || module is "builtins" or "__builtin__" && _builtIn.Contains(name)) return true;
        // A class of the user's or of a framework (its name starts with a capital): omegaconf's DictConfig, a trainer's own settings.
        return !_library.Contains(module.Split('.')[0]) && module.All(IsLetter) && name.All(IsLetter) && char.IsAsciiLetterUpper(LastPart(name)[0]);
    }

    private static bool IsLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.';

    private static string LastPart(string name) => name.Split('.')[^1] is { Length: > 0 } last ? last : "_";
}
