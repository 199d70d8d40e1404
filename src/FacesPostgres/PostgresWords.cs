using Graft.Faces;
using Npgsql;

namespace Graft.FacesPostgres;

/// <summary>What PostgreSQL and its driver say, in words. Neither says a password, and values of rows were left out by <see cref="PostgresAddress"/>.</summary>
internal static class PostgresWords
{
    /// <summary>The server gave up the connection, or is being stopped or started.</summary>
    public static bool IsBroken(NpgsqlException failure) => failure is not PostgresException said || said.SqlState is "57P01" or "57P02" or "57P03" or "57P05"
        or "08000" or "08003" or "08006" or "25P03";

    /// <summary>The same of what may be in words already.</summary>
    public static bool IsBroken(Exception failure) => (failure is GraftException ? failure.InnerException : failure) is NpgsqlException said && IsBroken(said);

    /// <summary>There is a gallery already.</summary>
    public static GraftException Taken(PostgresAddress address) => new($"There is a gallery in '{address.Name}' already.",
        "A database holds one gallery, or one in each schema (Search Path).", "Choose another database or schema, or open it.");

    /// <summary>There is none.</summary>
    public static GraftException Nothing(PostgresAddress address) =>
        new($"There is no gallery in '{address.Name}'.", "", $"Make one with `graft faces enroll {address.Name} people/`.");

    /// <summary>Where there is a gallery, and not the one that was opened.</summary>
    public static GraftException Another(PostgresAddress address) => new($"The gallery '{address.Name}' is another one than before.",
        "It was put there while the connection was broken.", "Open it again.");

    /// <summary>While a connection was made.</summary>
    public static GraftException Unreachable(Exception failure, PostgresAddress address) => failure switch
    {
        PostgresException { SqlState: "3D000" } => new($"There is no database '{address.Database}' on {address.Host}.", "",
            $"Make it there (createdb {address.Database}), or name another one.", failure),
        PostgresException { SqlState: "28000" or "28P01" } => new($"The server did not let us into '{address.Name}': {Said(failure)}", "",
            "Check user name and password. PGPASSWORD or a password file keep the password off the command line.", failure),
        // The driver's own sentence: it has no number.
        NpgsqlException and not PostgresException when failure.Message.StartsWith("No password has been provided", StringComparison.Ordinal) =>
            new($"The server of '{address.Name}' asks for a password, and none was given.", "",
                "Set PGPASSWORD, write a password file (~/.pgpass, or where PGPASSFILE says), or give a connection string with it.", failure),
        FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException => new($"The password file cannot be read: {Said(failure)}", "",
            "Check Passfile and PGPASSFILE, or set PGPASSWORD.", failure),
        PostgresException { SqlState: "53300" } => new($"The server of '{address.Name}' takes no more connections.", "",
            "Close some, or raise its max_connections.", failure)
        { ExitCode = 1 },
        _ => new($"The database of '{address.Name}' could not be reached: {Said(failure)}", "",
            "Check that the server runs there, and host, port and password.", failure)
        { ExitCode = 1 },
    };

    /// <summary>While it was used.</summary>
    /// <param name="failure">What the driver said.</param>
    /// <param name="address">Where.</param>
    public static GraftException Explain(NpgsqlException failure, PostgresAddress address) => failure switch
    {
        PostgresException { SqlState: "53100" } => Failed(failure, $"The disk of the server is full: the gallery '{address.Name}' could not grow.",
            "Free space on the server and run it again."),
        PostgresException { SqlState: "55P03" or "40P01" } =>
            Failed(failure, $"The gallery '{address.Name}' was locked by another process for {GalleryDatabase.PatienceSeconds} s.",
            "See what that process does, and run it again."),
        PostgresException { SqlState: "42P06" } => new($"There is a schema '{address.Schema}' in '{address.Name}' already.",
            "A new gallery is a new schema; another process may have made it meanwhile.",
            "Choose another one with Search Path, or open what is there.", failure),
        PostgresException { SqlState: "42501" } => new($"The user may not do this in '{address.Name}': {Said(failure)}", "",
            "Its owner makes a gallery, or who may create schemas there (GRANT CREATE ON DATABASE).", failure),
        PostgresException { SqlState: "25006" } => new($"The server of '{address.Name}' only reads: it follows another one.",
            "A gallery is opened where it can be written.", "Name the server that it follows.", failure),
        _ when IsBroken(failure) => Failed(failure, $"The connection to '{address.Name}' broke: {Said(failure)}", "Run it again: a new connection is made."),
        _ => new($"The gallery '{address.Name}' could not be used: {Said(failure)}", "", "Check its tables and what the user may do there.", failure)
        {
            ExitCode = 1,
        },
    };

    /// <summary>While a change was committed: the server may have done it before it could say so.</summary>
    public static GraftException Unknown(NpgsqlException failure, PostgresAddress address) => new(
        $"The connection to '{address.Name}' broke while a change was being kept: {Said(failure)}", "Whether it was kept is not known.",
        "Run it again: what was kept is not done twice.", failure)
    { ExitCode = 1 };

    /// <summary>While a new gallery got its name.</summary>
    public static GraftException PerhapsMade(Exception failure, PostgresAddress address) => new(
        $"The connection to '{address.Name}' broke while the new gallery was put there: {Said(failure)}",
        "Whether it is there is not known; its keys are kept.",
        "Run it again when the server answers; the key file may go only where there is no gallery then.", failure)
    { ExitCode = 1 };

    private static GraftException Failed(NpgsqlException failure, string what, string cure) =>
        new(what, "Nothing was changed.", cure, failure) { ExitCode = 1 };

    private static string Said(Exception failure) => (failure is PostgresException said ? said.MessageText
        : failure.InnerException is { } inner and not PostgresException ? inner.Message : failure.Message).TrimEnd('.') + ".";
}
