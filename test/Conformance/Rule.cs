namespace Graft.Conformance.Tests;

/// <summary>A rule that nothing may break.</summary>
internal static class Rule
{
    /// <summary>Passes where nothing breaks the rule; otherwise lists all that does, one a line.</summary>
    public static void HasNoExceptions<T>(IEnumerable<T> exceptions)
    {
        var all = exceptions.ToList();
        Assert.True(all.Count == 0, $"{all.Count} break the rule:\n  {string.Join("\n  ", all)}");
    }
}
