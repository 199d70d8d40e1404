using Graft.Faces;

namespace Graft.Cli;

/// <summary>Connection strings on a command line: a message that repeats a word must not repeat its password.</summary>
internal static class FaceSecrets
{
    /// <summary>Each connection string with what is shown in its place.</summary>
    public static IReadOnlyList<(string Secret, string Shown)> In(IEnumerable<string> arguments) =>
        [.. arguments.SelectMany(Parts).Select(argument => GalleryPlace.TryTake(argument, out _, out var address) ? address : "").Where(HasMore).Distinct()
            .Select(address => (address, Shown(address)))];

    // A flag and its value may be one word: --gallery=staff=postgresql://..., --gallery:postgresql://...
    private static IEnumerable<string> Parts(string argument) =>
        argument.StartsWith('-') && argument.IndexOfAny(['=', ':']) is > 0 and var at ? [argument, argument[(at + 1)..]] : [argument];

    // A scheme alone is no secret, and a message may say it.
    private static bool HasMore(string address) => address.Contains('@', StringComparison.Ordinal) || address.Contains('=', StringComparison.Ordinal);

    private static string Shown(string address)
    {
        try
        {
            return GalleryPlace.Of(address).Name;
        }
        catch (GraftException)
        {
            return "(a connection string)";
        }
    }
}
