namespace Graft.Training;

/// <summary>Factors of one update.</summary>
/// <param name="Rate">Learning rate.</param>
/// <param name="Gradient">Factor on the gradient.</param>
/// <param name="Decays">Whether weight decay applies.</param>
internal readonly record struct UpdateScale(float Rate, float Gradient, bool Decays);
