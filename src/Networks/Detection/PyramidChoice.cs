namespace Graft.Networks;

/// <summary>What a user may choose about the pyramid of a detector over a backbone of the catalogue; null keeps the default.</summary>
public sealed record PyramidChoice
{
    private const int Narrowest = 8, Widest = 1024;

    /// <summary>Channels of every level, 8..1024; usually 128 with two stages and 96 with one.</summary>
    public int? Width { get; init; }

    /// <summary>Pixels per place of the levels that the backbone gives, the finest first, each twice the one before; usually 8, 16, 32.</summary>
    public IReadOnlyList<int>? Strides { get; init; }

    /// <summary>Coarser levels on top; usually <see cref="PyramidExtra.Pool"/> with two stages and <see cref="PyramidExtra.P6P7"/> with one.</summary>
    public PyramidExtra? Extra { get; init; }

    /// <summary>Whether nothing is chosen.</summary>
    internal bool IsDefault => Width is null && Strides is null && Extra is null;

    /// <summary>What no pyramid can have, whatever the backbone.</summary>
    public IEnumerable<Problem> Problems()
    {
        if (Width is < Narrowest or > Widest)
            yield return new Problem(nameof(Width), $"A pyramid {Width} channels wide was asked for.", $"Give {Narrowest} to {Widest}.");
        if (Strides is { } strides && (strides.Count == 0 || strides[0] < 2 || strides.Zip(strides.Skip(1)).Any(pair => pair.Second != 2 * pair.First)))
            yield return new Problem(nameof(Strides), $"Levels of stride {string.Join(", ", strides)} do not form a pyramid.", "Give strides from the finest on, each twice the one before, for example 8,16,32.");
    }
}
