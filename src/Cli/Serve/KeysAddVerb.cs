using System.CommandLine;
using Graft.Serving;

namespace Graft.Cli;

/// <summary><c>graft serve keys add NAME</c>: a random key, of which the file keeps the hash.</summary>
internal sealed class KeysAddVerb : Verb
{
    private readonly Argument<string> _name = new("NAME") { Description = "what logs and metrics call the key" };
    private readonly Option<string> _file = KeysFile.Option();
    private readonly Option<string[]> _scopes = new("--scopes")
    {
        Description = "what the key allows: predict, feedback, metrics, admin, with commas between several",
        DefaultValueFactory = _ => ["predict"],
    };
    private readonly Option<string?> _rate = new("--rate") { Description = "maximum number of requests, such as 20/s or 600/min" };
    private readonly Option<int?> _days = new("--days") { Description = "how many days it is valid; for ever unless given" };

    public KeysAddVerb(Terminal terminal)
        : base(terminal, "add", "Make a key for `graft serve`. It is printed once; the file keeps its hash.",
            "graft serve keys add camera-3 --scopes predict --rate 20/s")
    {
        Add(_name);
        foreach (var option in new Option[] { _file, _scopes, _rate, _days }) Add(option);
        _days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 and var days) result.AddError($"--days is {days}; 1 or more is expected.");
        });
    }

    internal override bool DecodesImages => false;

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var (name, file) = (parsed.GetRequiredValue(_name), parsed.GetRequiredValue(_file));
        string[] scopes = [.. parsed.GetRequiredValue(_scopes).SelectMany(words => words.Split(',', StringSplitOptions.RemoveEmptyEntries)).Distinct()];
        foreach (var scope in scopes) StoredKey.ScopeOf(scope);
        var key = KeyFile.Add(file, name, hash => new StoredKey(name, hash, scopes)
        {
            Rate = parsed.GetValue(_rate) is { } rate ? StoredKey.RateOf(rate) : null,
            Expires = parsed.GetValue(_days) is { } days ? DateTimeOffset.UtcNow.AddDays(days) : null,
        });
        terminal.Output.WriteLine(key);
        terminal.Say($"{file} keeps its hash: this is the only time that it is shown. Send it as Authorization: Bearer KEY.");
        return Task.FromResult(ExitCode.Done);
    }
}

/// <summary>Where keys are.</summary>
internal static class KeysFile
{
    public static Option<string> Option() => new("--keys") { Description = "the file of keys", DefaultValueFactory = _ => "keys.json" };
}
