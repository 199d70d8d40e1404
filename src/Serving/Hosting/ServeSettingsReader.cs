using System.Collections;
using System.Globalization;
using Graft.Runtime;

namespace Graft.Serving;

/// <summary>
/// Settings from a command line and from variables, by the names of <c>graft serve</c>'s flags: --max-batch, or GRAFT_MAX_BATCH as a variable. What the
/// command line says holds.
/// </summary>
internal sealed class ServeSettingsReader
{
    private const string Prefix = "GRAFT_";
    private static readonly string[] Switches = ["accept-tiff", "watch"];
    private static readonly string[] Lists = ["model", "urls", "gallery"];

    private static readonly string[] Names =
    [
        "model", "models", "new-version-share", "gallery", "key-file", "descriptor", "urls", "keys", "max-batch", "max-delay-ms", "queue", "timeout-ms",
        "drain-seconds", "max-body-mb",
        "max-pixels", "workers", "watch-false-alarms", "watch-window", "review", "review-share", "review-mb", "review-days", "abstain",
        .. Switches,
    ];

    /// <summary>Every flag.</summary>
    public static IEnumerable<string> Flags => Names.Select(name => $"--{name}");

    private readonly Dictionary<string, Setting> _given = new(StringComparer.Ordinal);

    private ServeSettingsReader(IReadOnlyList<string> arguments, IDictionary variables)
    {
        // GRAFT_HOME and the like belong to others; what the command line says is meant for this program.
        foreach (var name in Names)
            if (variables[Prefix + name.ToUpperInvariant().Replace('-', '_')] is string { Length: > 0 } value)
                _given[name] = new(Prefix + name.ToUpperInvariant().Replace('-', '_'), value);
        HashSet<string> typed = [];
        for (var at = 0; at < arguments.Count; at++)
        {
            var (name, value) = Split(arguments[at]);
            if (value is null && Switches.Contains(name) && !(at + 1 < arguments.Count && IsBool(arguments[at + 1]))) value = "true";
            value ??= ++at < arguments.Count ? arguments[at] : throw new GraftException($"--{name} has no value.", "A value is expected.");
            if (typed.Add(name)) _given[name] = new($"--{name}", value);
            else if (Lists.Contains(name)) _given[name] = new($"--{name}", $"{_given[name].Value};{value}");
            else throw new GraftException($"--{name} is given twice.", "Once is expected.");
        }
    }

    /// <param name="arguments">Of the program.</param>
    /// <param name="variables">Of the environment.</param>
    /// <exception cref="GraftException">A flag is not known, or a setting is not what it should be.</exception>
    public static ServeSettings Read(IReadOnlyList<string> arguments, IDictionary variables) => new ServeSettingsReader(arguments, variables).Settings();

    private ServeSettings Settings()
    {
        foreach (var (name, asking) in ServeSettings.Needs)
            if (_given.TryGetValue(name, out var given) && Text(asking) is null or "false" or "0")
                throw new GraftException($"{given.Source} has no effect without --{asking}.", cure: $"Add --{asking}, or leave it out.");
        var defaults = new ServingLimits();
        return new ServeSettings
        {
            Models = Words("model"),
            Folder = Text("models"),
            Galleries = Words("gallery"),
            GalleryKeys = Text("key-file"),
            Descriptor = Text("descriptor"),
            NewVersionShare = Number("new-version-share") ?? new ServeSettings().NewVersionShare,
            Urls = _given.ContainsKey("urls") ? Words("urls") : [ServeSettings.DefaultUrl],
            Keys = Text("keys"),
            Watch = !Bool("watch") ? null : new WatchOptions
            {
                FalseAlarms = Number("watch-false-alarms") ?? new WatchOptions().FalseAlarms,
                Window = Whole("watch-window") ?? new WatchOptions().Window,
            },
            Review = Reviewed(),
            Limits = defaults.WithBody(Number("max-body-mb") ?? defaults.MaxBodyBytes / (double)(1 << 20)) with
            {
                Workers = Whole("workers") ?? defaults.Workers,
                MaxBatch = Whole("max-batch"),
                MaxDelay = TimeSpan.FromMilliseconds(Number("max-delay-ms") ?? 0),
                Queue = Whole("queue") ?? defaults.Queue,
                Timeout = Number("timeout-ms") is { } timeout ? TimeSpan.FromMilliseconds(timeout) : defaults.Timeout,
                Drain = Number("drain-seconds") is { } drain ? TimeSpan.FromSeconds(drain) : defaults.Drain,
                MaxPixels = Whole("max-pixels") ?? defaults.MaxPixels,
                AcceptTiff = Bool("accept-tiff"),
                Abstain = Number("abstain"),
            },
        };
    }

    private ReviewOptions? Reviewed()
    {
        if (Text("review") is not { } folder) return null;
        var defaults = new ReviewOptions(folder);
        return defaults with
        {
            Share = Number("review-share") ?? defaults.Share,
            MaxBytes = Number("review-mb") is { } megabytes ? (long)(megabytes * 1e6) : defaults.MaxBytes,
            Days = Whole("review-days") ?? defaults.Days,
        };
    }

    private static (string Name, string? Value) Split(string argument)
    {
        var (word, value) = argument.IndexOf('=') is > 0 and var at ? (argument[..at], argument[(at + 1)..]) : (argument, null);
        var name = word.StartsWith("--", StringComparison.Ordinal) ? word[2..] : "";
        if (Names.Contains(name)) return (name, value);
        var known = Names.Select(one => $"--{one}").ToList();
        throw new GraftException($"'{word}' is not a flag of the service.", $"{string.Join(", ", known)} are expected.",
            Spelling.Nearest(word, known) is { } nearest ? $"Did you mean '{nearest}'?" : "");
    }

    private string? Text(string name) => _given.GetValueOrDefault(name)?.Value;

    private string[] Words(string name) =>
        Text(name)?.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private bool Bool(string name) => _given.GetValueOrDefault(name) is { } setting
        && (IsBool(setting.Value) ? setting.Value is "true" or "1" : throw new GraftException($"{setting.Source} is '{setting.Value}'.",
            "true or false is expected."));

    private static bool IsBool(string value) => value is "true" or "1" or "false" or "0";

    private double? Number(string name) => _given.GetValueOrDefault(name) is not { } setting ? null
        : double.TryParse(setting.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= int.MaxValue
        ? number
        : throw new GraftException($"{setting.Source} is '{setting.Value}'.", "A number is expected.");

    private int? Whole(string name) => Number(name) is not { } number ? null
        : number == Math.Truncate(number) ? (int)number
        : throw new GraftException($"{_given[name].Source} is '{_given[name].Value}'.", "A whole number is expected.");

    /// <param name="Source">What the user calls it: a flag or a variable.</param>
    /// <param name="Value">As it was given.</param>
    private sealed record Setting(string Source, string Value);
}
