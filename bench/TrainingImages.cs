using Graft.Training;

namespace Graft.Bench;

/// <summary>Images of noise, already decoded: decoding is measured elsewhere.</summary>
internal sealed class TrainingImages : ILabelledImages
{
    private const int Length = TrainingCase.Side * TrainingCase.Side * 3;
    private readonly byte[] _pixels = new byte[Length * TrainingCase.Images];

    public TrainingImages() =>
        Parallel.For(0, Count, index =>
        {
            var random = SeededRandom.For(TrainingCase.Seed, $"picture {index}");
            foreach (ref var value in PixelsOf(index)) value = (byte)random.Next(256);
        });

    public int Count => TrainingCase.Images;

    public Span<byte> PixelsOf(int index) => _pixels.AsSpan(index * Length, Length);

    public int LabelOf(int index) => index % TrainingCase.Classes;

    public string NameOf(int index) => $"{index}";

    public string? ContentHashOf(int index) => $"noise {index}";

    public object Load(int index, int epoch, Span<byte> destination)
    {
        PixelsOf(index).CopyTo(destination);
        return LabelOf(index);
    }
}
