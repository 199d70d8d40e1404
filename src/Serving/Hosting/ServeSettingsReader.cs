using System.Globalization;
using Graft.Runtime;
using Microsoft.Extensions.Configuration;

namespace Graft.Serving;

/// <summary>Settings from variables and a command line, by the names of <c>graft serve</c>'s flags: max-batch, or MAX_BATCH as a variable.</summary>
internal static class ServeSettingsReader
{
    private static readonly string[] Names =
    [
        "model", "models", "urls", "keys", "max-batch", "max-delay-ms", "queue", "timeout-ms", "drain-seconds", "max-body-mb", "max-pixels", "accept-tiff",
            "workers",
    ];

    /// <exception cref="GraftException">A setting is not known, or not a number.</exception>
    public static ServeSettings Read(IConfiguration configuration)
    {
        var given = configuration.AsEnumerable().Where(pair => pair.Value is not null)
            .Select(pair => (Name: pair.Key.ToLowerInvariant().Replace('_', '-'), Value: pair.Value!)).ToList();
        var defaults = new ServingLimits();
        // GRAFT_HOME and the like belong to others; what the command line says is meant for this program.
        var known = given.Where(pair => Names.Contains(pair.Name)).DistinctBy(pair => pair.Name).ToDictionary(pair => pair.Name, pair => pair.Value);
        return new ServeSettings
        {
            Models = Words("model"),
            Folder = known.GetValueOrDefault("models"),
            Urls = known.ContainsKey("urls") ? Words("urls") : [ServeSettings.DefaultUrl],
            Keys = known.GetValueOrDefault("keys"),
            Limits = defaults.WithBody(Number("max-body-mb") ?? defaults.MaxBodyBytes / (double)(1 << 20)) with
            {
                Workers = (int)(Number("workers") ?? defaults.Workers),
                MaxBatch = (int?)Number("max-batch"),
                MaxDelay = TimeSpan.FromMilliseconds(Number("max-delay-ms") ?? 0),
                Queue = (int)(Number("queue") ?? defaults.Queue),
                Timeout = Number("timeout-ms") is { } timeout ? TimeSpan.FromMilliseconds(timeout) : defaults.Timeout,
                Drain = Number("drain-seconds") is { } drain ? TimeSpan.FromSeconds(drain) : defaults.Drain,
                MaxPixels = (long)(Number("max-pixels") ?? defaults.MaxPixels),
                AcceptTiff = known.GetValueOrDefault("accept-tiff") is "true" or "1",
            },
        };

        string[] Words(string name) => known.GetValueOrDefault(name)?.Split([';', ','],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

        double? Number(string name) => !known.TryGetValue(name, out var text) ? null
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                && number is >= 0 and <= int.MaxValue ? number
            : throw new GraftException($"{name} is '{text}'.", "A number is expected.");
    }
}
