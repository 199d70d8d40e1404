using System.Net.Http.Headers;
using System.Text;

namespace Graft;

/// <summary>
/// A tracking server of MLflow and what is needed to speak to it: the address from <c>--log mlflow=URL</c>, or from the environment as MLflow's own clients
/// have it. Tokens and passwords come from the environment alone, and are written nowhere.
/// </summary>
/// <param name="Url">The server, without a slash at the end.</param>
/// <param name="Experiment">Name of the experiment that gets the run.</param>
/// <param name="Authorization">How it knows us; null where it need not.</param>
internal sealed record MlflowAddress(string Url, string Experiment, AuthenticationHeaderValue? Authorization)
{
    private const string Address = "MLFLOW_TRACKING_URI", Token = "MLFLOW_TRACKING_TOKEN", User = "MLFLOW_TRACKING_USERNAME",
        Password = "MLFLOW_TRACKING_PASSWORD", ExperimentName = "MLFLOW_EXPERIMENT_NAME";

    /// <summary>Whether a word of <c>--log</c> names a server.</summary>
    public static bool IsOne(string word) => word == RunLogs.Mlflow || word.StartsWith($"{RunLogs.Mlflow}=", StringComparison.Ordinal);

    /// <summary>What is wrong with such a word; null for nothing.</summary>
    public static Problem? ProblemOf(string word)
    {
        if (UrlOf(word) is not { Length: > 0 } url)
            return new Problem(nameof(TrainRequest.Log), "There is no address of a tracking server.", $"Write {RunLogs.Mlflow}=URL, or set {Address}.");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return new Problem(nameof(TrainRequest.Log), $"{Said(url)} is not the address of a tracking server.",
                "Expected one such as http://127.0.0.1:5000.");
        if (address.UserInfo.Length > 0) // not repeated: it may hold a password
            return new Problem(nameof(TrainRequest.Log), "The address of the tracking server holds a user or a password, which args.json would keep.",
                $"Set {User} and {Password}, or {Token}.");
        return address.Query.Length + address.Fragment.Length == 0 ? null
            : new Problem(nameof(TrainRequest.Log), $"{Said(url)} has more than the address of a server.", "Leave out what begins with ? or #.");
    }

    /// <summary>The server of a word that has no problem, and the experiment of a task.</summary>
    public static MlflowAddress Of(string word, TaskKind task)
    {
        string? From(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
        var authorization = From(Token) is { } token ? new AuthenticationHeaderValue("Bearer", token)
            : From(User) is { } user ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{From(Password)}")))
            : null;
        return new MlflowAddress(UrlOf(word)!.TrimEnd('/'), From(ExperimentName) ?? $"graft/{task.Name()}", authorization);
    }

    /// <summary>A text that should have been an address, to be told; what may hold a password or a token is not repeated.</summary>
    public static string Said(string text) => text.AsSpan().IndexOfAny('@', '?', '#') < 0 ? $"'{text}'" : "What is given";

    private static string? UrlOf(string word) =>
        word == RunLogs.Mlflow ? Environment.GetEnvironmentVariable(Address) : word[(RunLogs.Mlflow.Length + 1)..];

    /// <inheritdoc/>
    public override string ToString() => Url; // and no token
}
