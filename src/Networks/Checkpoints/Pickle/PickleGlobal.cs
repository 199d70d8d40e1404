namespace Graft.Networks;

/// <summary>
/// A name a pickle may use. Each stands for a data structure that is built here, or for a value that nothing looks into
/// (<see cref="HarmlessNames"/>); none of it is Python's, and nothing is called.
/// </summary>
internal sealed record PickleGlobal(string Name, PickleGlobalKind Kind, TensorType Type = default)
{
    private static readonly Dictionary<string, PickleGlobal> _allowed = new PickleGlobal[]
    {
        new("collections.OrderedDict", PickleGlobalKind.OrderedDictionary),
        new("collections.defaultdict", PickleGlobalKind.DefaultDictionary),
        new("builtins.getattr", PickleGlobalKind.Attribute),
        new("__builtin__.getattr", PickleGlobalKind.Attribute),
        new("torch._utils._rebuild_tensor", PickleGlobalKind.Tensor),
        new("torch._utils._rebuild_tensor_v2", PickleGlobalKind.Tensor),
        new("torch._utils._rebuild_parameter", PickleGlobalKind.Parameter),
        new("torch.Size", PickleGlobalKind.Size),
        new("torch.HalfStorage", PickleGlobalKind.Storage, TensorType.F16),
        new("torch.BFloat16Storage", PickleGlobalKind.Storage, TensorType.BF16),
        new("torch.FloatStorage", PickleGlobalKind.Storage, TensorType.F32),
        new("torch.DoubleStorage", PickleGlobalKind.Storage, TensorType.F64),
        new("torch.LongStorage", PickleGlobalKind.Storage, TensorType.I64),
        new("torch.IntStorage", PickleGlobalKind.Storage, TensorType.I32),
        new("torch.ShortStorage", PickleGlobalKind.Storage, TensorType.I16),
        new("torch.CharStorage", PickleGlobalKind.Storage, TensorType.I8),
        new("torch.ByteStorage", PickleGlobalKind.Storage, TensorType.U8),
        new("torch.BoolStorage", PickleGlobalKind.Storage, TensorType.Bool),
    }.ToDictionary(allowed => allowed.Name, StringComparer.Ordinal);

    /// <exception cref="GraftException">The name is none that may be used.</exception>
    public static PickleGlobal Find(CheckpointFile file, string module, string name) =>
        _allowed.TryGetValue($"{module}.{name}", out var allowed) ? allowed
        : HarmlessNames.Knows(module, name) ? new($"{module}.{name}", PickleGlobalKind.Opaque)
        : throw Refused(file, $"{module}.{name}");

    public static GraftException Refused(CheckpointFile file, string name) => file.Refused(
        $"its pickle asks for {Printable(name)}, which is not plain tensor data. Nothing was executed.",
        "Save the parameters alone, torch.save(model.state_dict(), path), or as .safetensors.");

    // The name comes from the file and goes to a terminal.
    private static string Printable(string name) => string.Concat(name.Select(letter => char.IsControl(letter) ? '?' : letter));
}

/// <summary>What a <see cref="PickleGlobal"/> stands for.</summary>
internal enum PickleGlobalKind
{
    OrderedDictionary,
    DefaultDictionary,
    Opaque,

    /// <summary>Of an opaque class alone: how Python 3.11 names a member of an enum.</summary>
    Attribute,
    Tensor,
    Parameter,
    Size,
    Storage,
}
