using Graft.Imaging;
using Graft.Tasks;
using Graft.Training;

namespace Graft.Tests.Training.Detection;

/// <summary>Grey images of two sizes with one or two bright squares, of a colour for each class; every fifth is empty.</summary>
internal sealed class Squares(int count, ulong seed) : ISizedImages
{
    public const int Side = 96, Classes = 2;

    public int Count => count;

    public string NameOf(int index) => $"square {index}";

    public string? ContentHashOf(int index) => null;

    public string TargetKeyOf(int index) => NameOf(index);

    public object TargetOf(int index) => throw new NotSupportedException();

    public object Load(int index, int epoch, Span<byte> destination) => Load(index, epoch, (Side, Side), destination);

    public int BucketOf(int index) => index % 2;

    public (int Height, int Width) SizeOf(ReadOnlySpan<int> indices, int epoch) => indices[0] % 2 == 0 ? (Side, Side) : (64, Side);

    public object Load(int index, int epoch, (int Height, int Width) size, Span<byte> destination)
    {
        var random = SeededRandom.For(seed, NameOf(index));
        for (var i = 0; i < destination.Length; i++) destination[i] = (byte)(90 + random.Next(20));
        List<Box> boxes = [];
        List<int> labels = [];
        for (var i = 0; i < (index % 5 == 4 ? 0 : 1 + random.Next(2)); i++)
        {
            var (side, label) = (24 + random.Next(16), random.Next(Classes));
            var (x, y) = (i * 48 + random.Next(Math.Max(1, 48 - side)), random.Next(64 - side));
            for (var row = y; row < y + side; row++)
                for (var column = x; column < Math.Min(size.Width, x + side); column++)
                    destination[(row * size.Width + column) * 3 + 2 * label] = 250;
            boxes.Add(new Box(x, y, x + side, y + side));
            labels.Add(label);
        }
        return new SceneTarget
        {
            Boxes = [.. boxes],
            Labels = [.. labels],
            Image = (size.Width, size.Height),
            Truth = [.. boxes.Zip(labels, (box, label) => new TrueObject(box, label) { Mask = Mask.FromBox(size.Width, size.Height, box) })],
            Masks = [.. boxes.Select(box => Mask.FromBox(size.Width, size.Height, box))],
        };
    }
}
