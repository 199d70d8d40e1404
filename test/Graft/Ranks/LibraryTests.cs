using System.Globalization;
using System.Text.RegularExpressions;
using Graft.Mpi;

namespace Graft.Tests.Ranks;

public sealed class LibraryTests
{
    private const string Header = "/usr/include/x86_64-linux-gnu/mpich/mpi.h";

    [Theory]
    [InlineData("MPI_COMM_WORLD", 0x44000000)]
    [InlineData("MPI_FLOAT", 0x4c00040a)]
    [InlineData("MPI_DOUBLE", 0x4c00080b)]
    [InlineData("MPI_BYTE", 0x4c00010d)]
    [InlineData("MPI_UNSIGNED_SHORT", 0x4c000204)]
    [InlineData("MPI_SUM", 0x58000003)]
    [InlineData("MPI_IN_PLACE", -1)]
    [InlineData("MPI_STATUS_IGNORE", 1)]
    public void The_handles_of_MPICH_and_its_relatives_are_those_of_their_common_ABI(string name, long value)
    {
        Assert.Equal((nint)value, MpiLibrary.MpichHandles[name]);
        if (!File.Exists(Header)) return; // libmpich-dev
        var words = Regex.Match(File.ReadAllText(Header), $@"#define {name}\s+(.*)").Groups[1].Value;
        var number = Regex.Match(words, @"0x[0-9a-f]+|-?\d+(?=\)?$)").Value.Trim();
        Assert.Equal(value, number.StartsWith("0x", StringComparison.Ordinal) ? long.Parse(number[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : long.Parse(number, CultureInfo.InvariantCulture));
    }

    [Fact]
    public void The_libraries_are_named_as_each_system_has_them()
    {
        Assert.Equal(["msmpi.dll"], MpiLauncher.MpichOn(isWindows: true, isMac: false));
        Assert.Equal(["libmpich.so.12", "libmpi.so.12"], MpiLauncher.MpichOn(isWindows: false, isMac: false)); // Debian's; Intel's and MPICH's own
        Assert.Equal(["libmpi.12.dylib", "libpmpi.12.dylib"], MpiLauncher.MpichOn(isWindows: false, isMac: true));
        Assert.Equal(["libmpi.so.40"], MpiLauncher.OpenMpiOn(isMac: false));
        Assert.Equal(["libmpi.40.dylib"], MpiLauncher.OpenMpiOn(isMac: true));
    }
}
