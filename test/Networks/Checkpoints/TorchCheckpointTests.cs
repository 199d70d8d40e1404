using Graft.Networks;

namespace Graft.Tests.Networks;

public sealed class TorchCheckpointTests
{
    [Theory]
    [InlineData("zip.pth", "state", nameof(CheckpointFormat.TorchZip))]
    [InlineData("legacy.pth", "state", nameof(CheckpointFormat.TorchLegacy))]
    [InlineData("nested.pth", "state", nameof(CheckpointFormat.TorchZip))]
    [InlineData("types.pth", "types", nameof(CheckpointFormat.TorchZip))]
    [InlineData("types_legacy.pth", "types", nameof(CheckpointFormat.TorchLegacy))]
    [InlineData("views.pth", "views", nameof(CheckpointFormat.TorchZip))]
    [InlineData("views_legacy.pth", "views", nameof(CheckpointFormat.TorchLegacy))]
    public void A_checkpoint_of_torch_has_the_values_torch_gave_it(string file, string group, string format)
    {
        using var checkpoint = Checkpoint.Open(Fixtures.At(file));
        Assert.Equal(format, $"{checkpoint.Format}");
        Assert.Equal(Fixtures.Values(group).Keys, checkpoint.Entries.Keys);
        foreach (var (name, expected) in Fixtures.Values(group))
        {
            var tensor = checkpoint.Read(name);
            Assert.Equal(expected.Shape, tensor.Shape);
            Assert.Equal(expected.Values.Select(value => (float)value), tensor.Data);
            var destination = new float[tensor.Data.Length];
            checkpoint.Read(name, destination);
            Assert.Equal(tensor.Data, destination);
        }
    }

    [Fact]
    public void Types_are_those_torch_stored()
    {
        using var checkpoint = Checkpoint.Open(Fixtures.At("types.pth"));
        Assert.Equal([TensorType.F16, TensorType.BF16, TensorType.F32, TensorType.F64, TensorType.I64, TensorType.I32, TensorType.I16, TensorType.I8,
            TensorType.U8, TensorType.Bool],
            checkpoint.Entries.Values.Take(10).Select(entry => entry.Type));
    }

    [Fact]
    public void Parameters_beside_an_epoch_are_found_and_where_is_said()
    {
        using var nested = Checkpoint.Open(Fixtures.At("nested.pth"));
        Assert.Equal("model", nested.NestedUnder);
        using var flat = Checkpoint.Open(Fixtures.At("zip.pth"));
        Assert.Null(flat.NestedUnder);
    }

    [Fact]
    public void Tensors_wrapped_as_parameters_are_read()
    {
        using var checkpoint = Checkpoint.Open(Fixtures.At("parameters.pth"));
        Assert.Equal(["conv.weight", "bn.weight", "bn.bias", "fc.weight", "fc.bias"], checkpoint.Entries.Keys);
        Assert.Equal(Fixtures.Values("state")["fc.weight"].Values.Select(value => (float)value), checkpoint.Read("fc.weight").Data);
    }

    [Theory]
    [InlineData("training_2.pth")]
    [InlineData("training_4.pth")]
    [InlineData("training_legacy.pth")]
    public void Arguments_counters_paths_and_settings_beside_the_parameters_are_read_over(string file)
    {
        using var checkpoint = Checkpoint.Open(Fixtures.At(file));
        Assert.Equal("state_dict", checkpoint.NestedUnder);
        Assert.Equal(Fixtures.Values("state").Keys, checkpoint.Entries.Keys);
        Assert.Equal(Fixtures.Values("state")["fc.weight"].Values.Select(value => (float)value), checkpoint.Read("fc.weight").Data);
        foreach (var left in new[] { "epoch", "best_acc1", "args", "counts", "history", "path", "best", "confusion", "when", "settings", "mode", "config" })
            Assert.Contains(left, checkpoint.Ignored);
    }

    [Fact]
    public void Nests_inside_nests_are_opened_and_an_object_in_place_of_tensors_is_named()
    {
        using var nested = Checkpoint.Open(Fixtures.At("nested_deeply.pth"));
        Assert.Equal(("net.ema.module", 8), (nested.NestedUnder, nested.Entries.Count));
        var refusal = Assert.Throws<GraftException>(() => Checkpoint.Open(Fixtures.At("object_in_model.pth")));
        Assert.Contains("no dictionary of tensors, but an object of my_training.Settings", refusal.Message);
    }

    [Fact]
    public void A_loss_with_parameters_beside_the_model_is_left_and_said()
    {
        using var checkpoint = Checkpoint.Open(Fixtures.At("lightning.ckpt"));
        var report = CheckpointLoader.Load(Fixtures.Tiny(), checkpoint).Report;
        Assert.Equal(("model.module.", 8), (report.StrippedPrefix, report.Loaded.Count));
        Assert.Equal(
            "lightning.ckpt: 8 tensors taken from 'state_dict' under 'model.module.'; "
                + "left: pytorch-lightning_version, callbacks, hyper_parameters, criterion.weight.",
            report.Describe());
    }

    [Theory]
    [InlineData("calls_os_system.pth", "posix.system")]
    [InlineData("calls_os_system_legacy.pth", "posix.system")]
    [InlineData("calls_eval.pth", "builtins.eval")]
    [InlineData("whole_module.pth", "torch.nn.modules.conv.Conv2d")]
    [InlineData("sparse.pth", "torch._utils._rebuild_sparse_tensor")]
    public void A_pickle_that_calls_a_function_is_refused_with_its_name_and_nothing_runs(string file, string function)
    {
        var refusal = Assert.Throws<GraftException>(() => Checkpoint.Open(Fixtures.At(file)));
        Assert.Contains(file, refusal.Message);
        Assert.Contains($"asks for {function},", refusal.Message);
        Assert.Contains("Nothing was executed", refusal.Message);
        Assert.Contains("state_dict()", refusal.Cure);
        Assert.False(File.Exists("executed"));
    }

    [Theory]
    [InlineData("script.pt", "TorchScript program")]
    [InlineData("oldest.pth", "tar format")]
    [InlineData("plain_pickle.pth", "not one written by torch.save")]
    [InlineData("no_tensors.pth", "no dictionary of tensors")]
    [InlineData("repeated.pth", "1 values of its storage as 1000000000")]
    public void Other_kinds_of_file_are_refused_with_what_they_are(string file, string reason)
    {
        var refusal = Assert.Throws<GraftException>(() => Checkpoint.Open(Fixtures.At(file)));
        Assert.Contains(file, refusal.Message);
        Assert.Contains(reason, refusal.Message);
        Assert.NotEmpty(refusal.Cure);
    }

    [Fact]
    public void A_zip_packed_again_is_read_stored_and_refused_compressed()
    {
        using var folder = new TestFolder();
        Repack(System.IO.Compression.CompressionLevel.NoCompression, folder["stored.pth"]);
        using (var checkpoint = Checkpoint.Open(folder["stored.pth"])) Assert.Equal(8, checkpoint.Entries.Count);
        Repack(System.IO.Compression.CompressionLevel.Optimal, folder["packed.pth"]);
        Assert.Contains("compressed", Assert.Throws<GraftException>(() => Checkpoint.Open(folder["packed.pth"])).Message);
    }

    private static void Repack(System.IO.Compression.CompressionLevel level, string path) => AtomicFile.Write(path, stream =>
    {
        using var source = System.IO.Compression.ZipFile.OpenRead(Fixtures.At("zip.pth"));
        using var target = new System.IO.Compression.ZipArchive(stream, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true);
        foreach (var entry in source.Entries)
        {
            using var from = entry.Open();
            using var to = target.CreateEntry(entry.FullName, level).Open();
            from.CopyTo(to);
        }
    });
}
