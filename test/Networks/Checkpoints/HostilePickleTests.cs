using System.IO.Compression;
using System.Text;
using Graft.Networks;

namespace Graft.Tests.Networks;

public sealed class HostilePickleTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ios\nsystem\n(U\u0002lsRt.", "os.system")]                       // INST
    [InlineData("cbuiltins\nexec\n(U\u0001xtR.", "builtins.exec")]                // GLOBAL, REDUCE
    [InlineData("c__builtin__\neval\n.", "__builtin__.eval")]                     // GLOBAL alone
    [InlineData("cnumpy.core.multiarray\n_reconstruct\n.", "numpy.core.multiarray._reconstruct")]
    [InlineData("ctorch\nFloatStorage.__reduce__\n.", "torch.FloatStorage.__reduce__")]
    [InlineData("U\u0005posixU\u0006system\u0093.", "posix.system")]              // STACK_GLOBAL
    [InlineData("cos\u001b[31m\nx\n.", "os?[31m.x")]                              // a name that would colour the terminal
    [InlineData("ccollections\nOrderedDict\n)\u0081.", "instruction 0x81")]       // NEWOBJ
    [InlineData("}U\u0001acsubprocess\nPopen\n)Rs.", "subprocess.Popen")]       // beside what may be there
    [InlineData("}U\u0001acargparse\nNamespace\n)\u0081cos\nsystem\nbs.", "os.system")]
    [InlineData("}U\u0001ac__builtin__\ngetattr\ncos\nsystem\nU\u0001x\u0086Rs.", "os.system")]
    [InlineData("}U\u0001ac__builtin__\ngetattr\nU\u0001xU\u0001y\u0086Rs.", "getattr")]
    [InlineData("ctorch.hub\nload\n.", "torch.hub.load")]
    [InlineData("\u0082a.", "instruction 0x82")]                                  // EXT1, the extension registry
    [InlineData("(U\u0001aU\u0001bP7\n.", "instruction 0x50")]                    // PERSID as text
    public void Whatever_could_run_code_is_refused_by_name(string pickle, string name)
    {
        var refusal = Assert.Throws<GraftException>(() => Open(pickle));
        Assert.Contains(name, refusal.Message);
        Assert.Contains("Nothing was executed", refusal.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("(.")]
    [InlineData("t.")]
    [InlineData("h\u0007.")]
    [InlineData("NNs.")]
    [InlineData("}Ns.")]
    [InlineData("}(Nu.")]
    [InlineData("NNa.")]
    [InlineData("N}b.")]
    [InlineData("X\u00ff\u00ff\u00ff\u007fabc.")]
    [InlineData("\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff.")]
    [InlineData("ccollections\nOrderedDict\n(K\u0001tR.")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n)R.")]
    [InlineData("ctorch\nSize\n)R.")]
    [InlineData("U\u0007storageQ.")]
    [InlineData("K\u0001)R.")]
    [InlineData("\u008a\u00ffabc")]
    public void A_pickle_that_makes_no_sense_is_called_damaged(string pickle) =>
        Assert.Contains("damaged", Assert.Throws<GraftException>(() => Open(pickle)).Message);

    [Fact]
    public void Millions_of_empty_lists_are_refused_before_they_fill_the_memory()
    {
        var refusal = Assert.Throws<GraftException>(() => Open(new string(']', 3_000_000) + "."));
        Assert.Contains("more than 1000000 instructions", refusal.Message);
    }

    [Fact]
    public void A_long_list_copied_over_and_over_is_refused_before_it_fills_the_memory()
    {
        var list = "](" + string.Concat(Enumerable.Repeat("NN\u0086", 100_000)) + "eq\u0001";
        var copies = string.Concat(Enumerable.Repeat("ccollections\nOrderedDict\nh\u0001\u0085R", 10_000));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("instructions", Assert.Throws<GraftException>(() => Open(list + copies + ".")).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000_000);
    }

    [Fact]
    public void Texts_nested_deeply_do_not_exhaust_the_stack() =>
        Assert.Contains("no dictionary of tensors", Assert.Throws<GraftException>(() => Open("N" + new string('\u0085', 500_000) + ".")).Message);

    private ICheckpoint Open(string pickle)
    {
        AtomicFile.Write(_folder["hostile.pth"], stream =>
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            using var entry = zip.CreateEntry("archive/data.pkl", CompressionLevel.NoCompression).Open();
            entry.Write(Encoding.Latin1.GetBytes("\u0080\u0002" + pickle));
        });
        return Checkpoint.Open(_folder["hostile.pth"]);
    }
}
