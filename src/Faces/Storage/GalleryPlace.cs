using System.Text.RegularExpressions;

namespace Graft.Faces;

/// <summary>Where a gallery is or shall be: a file, or a database of PostgreSQL by its connection string.</summary>
internal abstract partial class GalleryPlace
{
    /// <summary>The package that knows PostgreSQL; a program that keeps galleries in files does without it.</summary>
    private const string PostgresPackage = "Graft.FacesPostgres";

    /// <summary>As messages name it: without secrets.</summary>
    public abstract string Name { get; }

    /// <summary>What it is called in the addresses of a service, unless another name is given.</summary>
    public abstract string Label { get; }

    /// <summary>Where its keys are, unless another place is given.</summary>
    public abstract string KeyFile { get; }

    /// <summary>Whether there is a gallery.</summary>
    /// <exception cref="GraftException">It cannot be there, or nobody can be asked.</exception>
    public abstract bool Exists { get; }

    /// <summary>Opens the gallery that is there.</summary>
    /// <exception cref="GraftException">It is not there, is no gallery, or is of a newer version.</exception>
    public abstract GalleryDatabase Open();

    /// <summary>Begins a new gallery under another name, without a head.</summary>
    /// <param name="indexed">Values of the descriptors that the database indexes in clear; null for no index.</param>
    /// <exception cref="GraftException">No index can be there.</exception>
    public abstract GalleryDraft Draft(int? indexed);

    /// <summary>An index was asked for, and the gallery that is there has none.</summary>
    public abstract GraftException NoIndex();

    /// <exception cref="GraftException">There is a gallery.</exception>
    public abstract void RequireNew();

    /// <summary>A file, or a connection string.</summary>
    /// <exception cref="GraftException">It names another kind of database, or nothing here knows PostgreSQL.</exception>
    public static GalleryPlace Of(string given)
    {
        ArgumentNullException.ThrowIfNull(given);
        if (Scheme().Match(given) is { Success: true } scheme && !IsAddress(given))
            throw new GraftException($"'{scheme.Value}...' names no gallery.",
                "A file is expected, or a database of PostgreSQL as postgresql://user@host/database or \"Host=...;Database=...\".");
        return IsAddress(given) ? Postgres(given) : new SqlitePlace(given);
    }

    /// <summary>Whether it is a connection string: a file is never asked for by its name, which may hold a password.</summary>
    public static bool IsAddress(string given) => Postgresql().IsMatch(given) || given.Split(';').Any(part => Keyword().IsMatch(part));

    /// <summary>Takes NAME=ADDRESS apart; the name is null where none was given. False for a file.</summary>
    public static bool TryTake(string given, out string? name, out string address)
    {
        (name, address) = (null, given);
        if (!IsFirst(given) && given.IndexOf('=') is > 0 and var at && IsFirst(given[(at + 1)..])) (name, address) = (given[..at], given[(at + 1)..]);
        return IsAddress(address);

        static bool IsFirst(string text) => Postgresql().IsMatch(text) || Keyword().IsMatch(text);
    }

    private static GalleryPlace Postgres(string given) =>
        // By a name that trimming and compiling ahead of time know: this project brings no driver, the package is one that a program adds.
        Type.GetType("Graft.FacesPostgres.PostgresPlace, Graft.FacesPostgres") is { } type
            ? type.GetMethod("Parse")!.CreateDelegate<Func<string, GalleryPlace>>()(given)
            : throw new GraftException("A gallery in PostgreSQL was named, and this program does not know PostgreSQL.", "",
                $"Add the package {PostgresPackage} to the program.");

    [GeneratedRegex(@"^\s*postgres(ql)?://", RegexOptions.IgnoreCase)]
    private static partial Regex Postgresql();

    [GeneratedRegex(@"^\s*[a-z][a-z0-9+.-]+://", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^\s*(host|server|port|database|db|user ?name|user ?id|uid|password|psw|pwd|passfile|search ?path)\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex Keyword();
}

/// <summary>A gallery that is being made, under another name.</summary>
internal abstract class GalleryDraft : IDisposable
{
    /// <summary>Where it is meanwhile.</summary>
    public abstract GalleryPlace Place { get; }

    /// <summary>Opens it for its first rows.</summary>
    public abstract GalleryDatabase Open();

    /// <summary>Whether <see cref="Publish"/> failed so that nobody could say whether it is in its place.</summary>
    public virtual bool IsOutcomeUnknown => false;

    /// <summary>Puts it into its place, whole or not at all; it is closed then.</summary>
    public abstract void Publish();

    /// <summary>Takes away what was not published.</summary>
    public abstract void Dispose();
}
