namespace Graft.Data;

/// <summary>An operation with its strength: a shear, pixels, degrees, 1 plus a factor, bits or a threshold.</summary>
internal readonly record struct OperationStep(PolicyOperation Operation, double Magnitude);
