using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace Graft.FacesPostgres;

/// <summary>A connection string, read: as Npgsql takes it, and as messages may show it.</summary>
internal sealed partial class PostgresAddress
{
    /// <summary>Where the tables are, unless the connection string says otherwise (<c>Search Path</c>).</summary>
    public const string DefaultSchema = "graft_faces";

    // What libpq calls it, and what Npgsql does.
    private static readonly Dictionary<string, string> _parameters = new(StringComparer.Ordinal)
    {
        ["host"] = "Host",
        ["port"] = "Port",
        ["user"] = "Username",
        ["password"] = "Password",
        ["dbname"] = "Database",
        ["passfile"] = "Passfile",
        ["search_path"] = "Search Path",
        ["application_name"] = "Application Name",
        ["connect_timeout"] = "Timeout",
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["target_session_attrs"] = "Target Session Attributes",
    };

    private readonly NpgsqlConnectionStringBuilder _builder;

    private PostgresAddress(NpgsqlConnectionStringBuilder builder, string schema)
    {
        _builder = new NpgsqlConnectionStringBuilder(builder.ConnectionString) { SearchPath = schema };
        Schema = schema;
    }

    /// <summary>For Npgsql, with the password.</summary>
    public string ConnectionString => _builder.ConnectionString;

    /// <summary>The same for who waits so many seconds for the server at most.</summary>
    public string Within(int seconds) => new NpgsqlConnectionStringBuilder(ConnectionString)
    {
        Timeout = _builder.Timeout == 0 ? seconds : Math.Min(seconds, _builder.Timeout),
    }.ConnectionString;

    /// <summary>The schema of the tables.</summary>
    public string Schema { get; }

    /// <summary>The database.</summary>
    public string Database => _builder.Database!;

    /// <summary>The server, or servers.</summary>
    public string Host => _builder.Host!;

    /// <summary>As an address without the password.</summary>
    public string Name
    {
        get
        {
            var isSocket = Host.StartsWith('/');
            var user = _builder.Username is { Length: > 0 } given ? Uri.EscapeDataString(given) + "@" : "";
            var host = isSocket ? "" : Host.Contains(':') && !Host.Contains(',') ? $"[{Host}]" : Host;
            var port = _builder.Port == NpgsqlConnection.DefaultPort || isSocket ? "" : string.Create(CultureInfo.InvariantCulture, $":{_builder.Port}");
            List<string> query = [];
            if (isSocket) query.Add($"host={Host}");
            if (isSocket && _builder.Port != NpgsqlConnection.DefaultPort) query.Add(string.Create(CultureInfo.InvariantCulture, $"port={_builder.Port}"));
            if (Schema != DefaultSchema) query.Add($"search_path={Schema}");
            return $"postgresql://{user}{host}{port}/{Uri.EscapeDataString(Database)}{(query.Count > 0 ? "?" : "")}{string.Join('&', query)}";
        }
    }

    /// <summary>The same database with another schema.</summary>
    public PostgresAddress With(string schema) => new(_builder, schema);

    /// <summary>Reads <c>Host=...;Database=...</c> or <c>postgresql://user@host/database</c>.</summary>
    /// <exception cref="GraftException">It cannot be read, or names no host or no database; the message shows nothing that may be a password.</exception>
    public static PostgresAddress Parse(string given)
    {
        var builder = given.Contains("://", StringComparison.Ordinal) && Address().Match(given.Trim()) is { Success: true } address ? OfAddress(address)
            : Begin().IsMatch(given) ? throw Unreadable() : OfKeywords(given);
        if (builder.Host is null or "") builder.Host = Environment.GetEnvironmentVariable("PGHOST");
        if (builder.Database is null or "") builder.Database = Environment.GetEnvironmentVariable("PGDATABASE");
        if (builder.Host is null or "" || builder.Database is null or "")
            throw new GraftException($"The connection string names no {(builder.Host is null or "" ? "host" : "database")}.",
                "Host=...;Database=... or postgresql://user@host/database is expected.");
        var schema = builder.SearchPath is { Length: > 0 } path ? path : DefaultSchema;
        if (!Identifier().IsMatch(schema))
            throw new GraftException($"A gallery cannot be in the schema '{schema}'.", "One name of up to 40 small letters, digits and '_' is expected.",
                "Give another Search Path, or none.");
        // A connection lives as long as the gallery; what is silent for long is asked whether it is still there; errors show no values of rows.
        builder.Pooling = builder.Enlist = builder.IncludeErrorDetail = builder.PersistSecurityInfo = builder.LogParameters = false;
        if (!IsGiven("Keepalive")) builder.KeepAlive = 30;
        if (!IsGiven("Timeout")) builder.Timeout = 5;
        if (!IsGiven("Command Timeout")) builder.CommandTimeout = 90;
        if (builder.ApplicationName is null or "") builder.ApplicationName = "graft faces";
        return new PostgresAddress(builder, schema);

        // ContainsKey says yes to every keyword that there is.
        bool IsGiven(string keyword) => builder.Keys.Contains(keyword, StringComparer.OrdinalIgnoreCase);
    }

    private static NpgsqlConnectionStringBuilder OfKeywords(string given)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(given);
        }
        // A part of a password with ';' would stand there as a keyword: no message of the driver is shown.
        catch (Exception failure) when (failure is ArgumentException or FormatException or InvalidCastException or OverflowException or NotSupportedException)
        {
            throw new GraftException("The connection string cannot be read.",
                "Keywords of Npgsql are expected, as in \"Host=db;Database=faces;Username=graft\".",
                "A value with ';' or '=' stands in quotes.");
        }
    }

    private static NpgsqlConnectionStringBuilder OfAddress(Match address)
    {
        var (builder, host, database) = (new NpgsqlConnectionStringBuilder(), address.Groups["host"].Value, address.Groups["database"].Value);
        // Behind a '/' or '?' of a password that was written plainly lies the rest of the address.
        if (database.Contains('@') || database.Contains('/')) throw Unreadable();
        try
        {
            Set("Username", address.Groups["user"].Value);
            Set("Password", address.Groups["password"].Value);
            Set("Database", database);
            if (host.Contains(',')) Set("Host", host);
            else
            {
                Set("Host", address.Groups["name"].Value.Trim('[', ']'));
                Set("Port", address.Groups["port"].Value);
            }
            var query = address.Groups["query"].Value;
            foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                if (part.Split('=', 2) is not [var key, var value] || !_parameters.TryGetValue(key.ToLowerInvariant(), out var keyword))
                    throw UnknownParameter(part, query);
                Set(keyword, value);
            }
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            throw Unreadable();
        }
        return builder;

        void Set(string keyword, string value)
        {
            if (value.Length == 0) return;
            var text = Uri.UnescapeDataString(value);
            builder[keyword] = keyword is "SSL Mode" or "Target Session Attributes" ? text.Replace("-", keyword == "SSL Mode" ? "" : "-") : text;
        }
    }

    // With an '@' it may be the rest of a password that was written plainly, of which nothing is shown.
    private static GraftException UnknownParameter(string part, string query)
    {
        var name = !query.Contains('@') && Parameter().Match(part) is { Success: true } match ? match.Groups["name"].Value : null;
        return new($"The address of the database has a parameter that is not known{(name is null ? "" : $": '{name}'")}.",
            $"Known are {string.Join(", ", _parameters.Keys)}.",
            (name is not null && Spelling.Nearest(name, _parameters.Keys) is { } near ? $"Did you mean '{near}'? " : "")
                + "The others stand in a connection string, as in \"Host=db;Database=faces;...\".");
    }

    private static GraftException Unreadable() => new("The address of the database cannot be read.", "postgresql://user@host:port/database is expected.",
        "Special characters of a name or a password are written as % with two digits.");

    [GeneratedRegex(@"^\s*postgres(ql)?://", RegexOptions.IgnoreCase)]
    private static partial Regex Begin();

    [GeneratedRegex(@"^postgres(ql)?://((?<user>[^:@/?]*)(:(?<password>[^@/?]*))?@)?"
        + @"(?<host>((?<name>\[[^\]/?@]*\]|[^:/?@,\[]*)(:(?<port>\d*))?|[^/?@]*,[^/?@]*))"
        + @"(/(?<database>[^?]*))?(\?(?<query>.*))?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Address();

    [GeneratedRegex("^(?<name>[A-Za-z_]{1,40})=", RegexOptions.ExplicitCapture)]
    private static partial Regex Parameter();

    [GeneratedRegex("^[a-z_][a-z0-9_]{0,39}$")]
    private static partial Regex Identifier();
}
