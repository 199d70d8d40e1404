using System.CommandLine;
using System.Globalization;
using Graft.Faces;
using Graft.Runtime;

namespace Graft.Cli;

/// <summary>Which gallery, as every verb that opens one takes it.</summary>
internal sealed class GalleryOptions
{
    private readonly Argument<string> _gallery = new("GALLERY")
    {
        Description = "the gallery's file, such as staff.faces, or a database of PostgreSQL as postgresql://user@host/database",
    };
    private readonly Option<string?> _keyFile = KeyFile();
    private readonly Option<PersonScore> _score = new("--score")
    {
        Description = "distance from a person with several photographs: that of the best, the mean of all, or that of their mean descriptor",
        HelpName = "best|mean|centroid",
        DefaultValueFactory = _ => PersonScore.Best,
    };

    /// <param name="verb">Its command.</param>
    /// <param name="searches">Whether it compares faces with persons.</param>
    public GalleryOptions(Command verb, bool searches)
    {
        verb.Add(_gallery);
        verb.Add(_keyFile);
        if (searches) verb.Add(_score);
    }

    /// <summary>Where the keys are, also for verbs to which a gallery is an option.</summary>
    public static Option<string?> KeyFile() => new("--key-file")
    {
        Description = "file with the gallery's keys; GALLERY.key, of a database DATABASE.key in the current folder, unless given. Keep it apart from copies "
            + "of the gallery",
    };

    /// <summary>Whether faces themselves are kept.</summary>
    public static Option<bool> KeepCrops() => new("--keep-crops")
    {
        Description = "keep the aligned face of each photograph, encrypted, so that reembed can describe it by another network: it is a photograph of "
            + "the person",
    };

    /// <summary>The path or the connection string, as it was given: it may hold a password, and is not shown.</summary>
    public string Path(ParseResult parsed) => parsed.GetRequiredValue(_gallery);

    /// <summary>What the next step needs to find the same keys.</summary>
    public IReadOnlyList<string> Again(ParseResult parsed) => parsed.GetValue(_keyFile) is { } file ? [_keyFile.Name, file] : [];

    /// <summary>Opens it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="contract">What will be compared with it; null where nothing is.</param>
    public FaceGallery Open(ParseResult parsed, FaceContract? contract = null) => FaceGallery.Open(Path(parsed), contract, Read(parsed));

    /// <summary>Opens it, or makes it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="contract">What makes its descriptors.</param>
    /// <param name="hnsw">Whether the database keeps an index over descriptors in clear.</param>
    public FaceGallery OpenOrCreate(ParseResult parsed, FaceContract contract, bool hnsw) =>
        FaceGallery.OpenOrCreate(Path(parsed), contract, Read(parsed) with { Hnsw = hnsw });

    private FaceGalleryOptions Read(ParseResult parsed) => new() { KeyFile = parsed.GetValue(_keyFile), Score = parsed.GetValue(_score) };
}

/// <summary>What is said of distances and decisions.</summary>
internal static class GalleryWords
{
    /// <summary>Three digits, or a dash.</summary>
    public static string Distance(double? distance) => distance is { } known ? known.ToString("0.000", CultureInfo.InvariantCulture) : "-";

    /// <summary>A share with the digits that it has: 0.0123, 1.2e-05.</summary>
    public static string Rate(double? rate) => rate switch
    {
        null => "not measured",
        double.NaN => "-",
        0 => "0",
        < 0.001 => rate.Value.ToString("0.0e-00", CultureInfo.InvariantCulture),
        _ => rate.Value.ToString("0.####", CultureInfo.InvariantCulture),
    };

    /// <summary>A rate with its interval.</summary>
    public static string Rate(Tasks.RateWithInterval? rate) => rate is null ? "-"
        : rate.Interval is { } interval ? $"{Rate(rate.Value)} ({Rate(interval.Low)} to {Rate(interval.High)})" : Rate(rate.Value);

    /// <summary>The answer in a word or a name.</summary>
    public static string Answer(FaceDecision decision) => decision.Name ?? (decision.Outcome == FaceOutcome.Undecided ? "undecided" : "unknown");
}
