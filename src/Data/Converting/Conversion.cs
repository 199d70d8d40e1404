namespace Graft.Data;

/// <summary>What became of a data set that was written in another format.</summary>
/// <param name="Written">What was written of it.</param>
/// <param name="Losses">What was lost, as warnings; empty when reading it again gives the same data set.</param>
/// <param name="Notes">What is not lost and yet should be known of a folder that other tools read.</param>
internal sealed record Conversion<TDataset>(TDataset Written, IReadOnlyList<Problem> Losses, IReadOnlyList<Problem> Notes);
