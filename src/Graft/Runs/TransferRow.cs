namespace Graft;

/// <summary>What happens to one stage of the network.</summary>
/// <param name="Stage">Name of the stage.</param>
/// <param name="Parameters">Trainable values in it.</param>
/// <param name="Loaded">Tensors taken from the pretrained weights.</param>
/// <param name="Initialised">Tensors given new values.</param>
/// <param name="Training">Per phase: frozen, or the learning rate.</param>
public sealed record TransferRow(string Stage, long Parameters, int Loaded, int Initialised, IReadOnlyList<string> Training);
