namespace Graft;

/// <summary>A mistake or a failure the user can act on: what happened, what was expected, what to do.</summary>
public class GraftException : Exception
{
    /// <summary>Joins the three sentences into one message; empty parts are left out.</summary>
    /// <param name="what">What happened, with the name of the file, model or option.</param>
    /// <param name="expected">What was expected instead.</param>
    /// <param name="cure">What to do about it.</param>
    /// <param name="inner">The failure underneath, if any.</param>
    public GraftException(string what, string expected = "", string cure = "", Exception? inner = null)
        : base(string.Join(' ', new[] { what, expected, cure }.Where(part => part.Length > 0)), inner)
    {
        What = what;
        Expected = expected;
        Cure = cure;
    }

    /// <summary>What happened.</summary>
    public string What { get; }

    /// <summary>What was expected.</summary>
    public string Expected { get; }

    /// <summary>What to do.</summary>
    public string Cure { get; }

    /// <summary>Exit code of the command line: 2 for bad input or usage (the default), 1 when the job itself failed.</summary>
    public int ExitCode { get; init; } = 2;
}
