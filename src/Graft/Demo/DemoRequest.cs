namespace Graft;

/// <summary>What the demonstration runs on.</summary>
internal sealed record DemoRequest
{
    /// <summary>Folder of class folders; the bundled photographs.</summary>
    public required string Photos { get; init; }

    /// <summary>Where its two runs go.</summary>
    public string Project { get; init; } = Path.Combine("runs", "demo");

    /// <summary>Epochs of fine-tuning after the probe.</summary>
    public int Epochs { get; init; } = 4;

    /// <summary>Decides split and training.</summary>
    public ulong Seed { get; init; } = 1;
}
