using Graft.Faces;

namespace Graft.Cli;

/// <summary>Connection strings on a command line: a message that repeats a word must not repeat its password.</summary>
internal static class FaceSecrets
{
    /// <summary>Each connection string with what is shown in its place.</summary>
    public static IReadOnlyList<(string Secret, string Shown)> In(IEnumerable<string> arguments) =>
        [.. arguments.Where(argument => GalleryPlace.TryTake(argument, out _, out _)).Select(argument =>
        {
            GalleryPlace.TryTake(argument, out _, out var address);
            return (address, Shown(address));
        })];

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
