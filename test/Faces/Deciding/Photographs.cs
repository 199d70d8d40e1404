using Graft.Runtime;
using Graft.Tests;

namespace Graft.Faces.Tests;

/// <summary>Files whose faces are known: the file holds its own number.</summary>
internal sealed class Photographs : IFaceSource, IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly List<Face[]> _faces = [];

    public FaceContract Contract => SyntheticPeople.Contract;

    public int Described { get; private set; }

    public Action<int>? BeforeEach { get; set; }

    public string this[string name] => _folder[name];

    public void Add(string person, string file, params Face[] faces)
    {
        Directory.CreateDirectory(_folder[$"people/{person}"]);
        File.WriteAllText(_folder[$"people/{person}/{file}"], $"{_faces.Count}");
        _faces.Add(faces);
    }

    public IReadOnlyList<PersonImages> People() => [.. Directory.GetDirectories(_folder["people"]).Order(StringComparer.Ordinal)
        .Select(folder => new PersonImages(Path.GetFileName(folder), [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)]))];

    public IReadOnlyList<Face> Analyze(string file)
    {
        Described++;
        BeforeEach?.Invoke(Described);
        return _faces[int.Parse(File.ReadAllText(file))];
    }

    public IReadOnlyList<Face> Analyze(string file, ReadOnlyMemory<byte> bytes) => Analyze(file);

    public void Dispose() => _folder.Dispose();
}
