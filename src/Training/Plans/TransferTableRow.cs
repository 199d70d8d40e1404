namespace Graft.Training;

/// <summary>What happens to one stage.</summary>
/// <param name="Stage">Its name.</param>
/// <param name="Parameters">Trainable values in it.</param>
/// <param name="Loaded">Tensors taken from the checkpoint.</param>
/// <param name="Reinitialised">Tensors with fresh values.</param>
/// <param name="LearningRates">Highest rate in each phase; null while frozen.</param>
internal sealed record TransferTableRow(string Stage, long Parameters, int Loaded, int Reinitialised, IReadOnlyList<double?> LearningRates);
