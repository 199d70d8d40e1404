namespace Graft.Bench;

/// <summary>What is trained in one measurement.</summary>
/// <param name="Model">The network, with random values.</param>
/// <param name="TrainFrom">First trained stage.</param>
/// <param name="NormsMove">Whether batch norms of trained stages use each batch's statistics.</param>
/// <param name="Epochs">Passes over the images.</param>
internal sealed record TrainingCase(string Model, string TrainFrom, bool NormsMove, int Epochs)
{
    public const int BatchSize = 16, Images = 128, Side = 224, Classes = 10;

    public const ulong Seed = 1;

    public const double LearningRate = 1e-4;
}
