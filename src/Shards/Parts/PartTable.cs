using Graft.Imaging;

namespace Graft.Shards;

/// <summary>The columns of answers: name and failure, which all tasks have, and those of one.</summary>
/// <typeparam name="TAnswer">What rows are made of; one for each image.</typeparam>
internal sealed class PartTable<TAnswer>
{
    /// <summary>Columns that every part has.</summary>
    public const string FileColumn = "file", ErrorColumn = "error";

    private readonly Func<TAnswer, ImageException?> _failure;
    private readonly List<PartColumn<TAnswer>> _columns = [];

    /// <param name="name">The image's name.</param>
    /// <param name="failure">Why it could not be read, or null; every other column is empty then.</param>
    public PartTable(Func<TAnswer, string> name, Func<TAnswer, ImageException?> failure)
    {
        _failure = failure;
        _columns.Add(new PartColumn<TAnswer, ReadOnlyMemory<char>>(FileColumn, answer => name(answer).AsMemory(), SizeOf));
        _columns.Add(new PartColumn<TAnswer, ReadOnlyMemory<char>>(ErrorColumn, answer => failure(answer)?.Message.AsMemory(), SizeOf));
    }

    public IReadOnlyList<PartColumn<TAnswer>> Columns => _columns;

    /// <summary>Why an image could not be read, or null.</summary>
    public ImageException? FailureOf(TAnswer answer) => _failure(answer);

    public PartTable<TAnswer> Text(string name, Func<TAnswer, string?> value) => With(new PartColumn<TAnswer, ReadOnlyMemory<char>>(name,
        answer => Has(answer) && value(answer) is { } text ? text.AsMemory() : default(ReadOnlyMemory<char>?), SizeOf));

    public PartTable<TAnswer> Bytes(string name, Func<TAnswer, byte[]?> value) => With(new PartColumn<TAnswer, ReadOnlyMemory<byte>>(name,
        answer => Has(answer) && value(answer) is { } bytes ? bytes.AsMemory() : default(ReadOnlyMemory<byte>?), bytes => bytes.Length));

    public PartTable<TAnswer> Number<T>(string name, Func<TAnswer, T?> value) where T : unmanaged =>
        With(new PartColumn<TAnswer, T>(name, answer => Has(answer) ? value(answer) : default, SizeOf));

    public PartTable<TAnswer> Numbers<T>(string name, Func<TAnswer, IEnumerable<T>> values) where T : unmanaged =>
        With(new PartColumn<TAnswer, T>(name, answer => Has(answer) ? values(answer) : null, SizeOf));

    public PartTable<TAnswer> Texts(string name, Func<TAnswer, IEnumerable<string>> values) => With(new PartColumn<TAnswer, ReadOnlyMemory<char>>(name,
        answer => Has(answer) ? values(answer).Select(text => text.AsMemory()) : null, SizeOf));

    private PartTable<TAnswer> With(PartColumn<TAnswer> column)
    {
        _columns.Add(column);
        return this;
    }

    private bool Has(TAnswer answer) => _failure(answer) is null;

    private static int SizeOf(ReadOnlyMemory<char> text) => text.Length * sizeof(char);

    private static unsafe int SizeOf<T>(T _) where T : unmanaged => sizeof(T);
}
