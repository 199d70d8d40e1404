using System.Text.Json;

namespace Graft.EndToEnd.Tests;

/// <summary>How a run of the command line ended.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error)
{
    /// <summary>Standard output as one JSON document; fails when there is anything else on it.</summary>
    public JsonElement Document()
    {
        using var document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }
}
