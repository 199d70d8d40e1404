using System.Numerics;
using Graft.Imaging;
using Graft.Tasks;

namespace Graft.Tests.Tasks;

public sealed class FaceLookTests
{
    private const int Side = FaceShape.ChipSide;

    [Fact]
    public void Sharpness_falls_step_by_step_with_blur()
    {
        var values = new[] { 0, 1, 2, 3, 5 }.Select(radius => FaceLook.Of(Blurred(Pattern(), radius)).Sharpness).ToList();
        Assert.All(values.Zip(values.Skip(1)), pair => Assert.True(pair.Second < pair.First, string.Join(" ", values)));
    }

    [Fact]
    public void Contrast_and_exposure_fall_step_by_step_with_darkness()
    {
        var looks = new[] { 1, 0.7, 0.5, 0.3, 0.1 }.Select(factor => FaceLook.Of(Array.ConvertAll(Pattern(), value => (byte)(value * factor)))).ToList();
        Assert.All(looks.Zip(looks.Skip(1)), pair =>
        {
            Assert.True(pair.Second.Contrast < pair.First.Contrast);
            if (pair.First != looks[0]) Assert.True(pair.Second.Exposure < pair.First.Exposure); // the first is a little too light
        });
    }

    [Fact]
    public void A_face_lit_from_one_side_is_less_even()
    {
        var shaded = Pattern();
        for (var i = 0; i < shaded.Length; i++) shaded[i] = (byte)(shaded[i] * (i / 3 % Side < Side / 2 ? 1 : 0.3));
        Assert.True(FaceLook.Of(shaded).Illumination < FaceLook.Of(Pattern()).Illumination - 0.2);
        Assert.Equal(0, FaceLook.Of(new byte[Side * Side * 3]).Sharpness);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(25, 0)]
    [InlineData(-40, 0)]
    [InlineData(0, 20)]
    [InlineData(15, -15)]
    public void Yaw_and_pitch_of_a_turned_head_are_found(double yaw, double pitch)
    {
        // The head's points, x right, y down, z away from the camera, turned about the vertical and then about the horizontal axis.
        Dictionary<int, Vector3> head = new()
        {
            [30] = new(0, 0, 0),
            [8] = new(0, 66, 13),
            [36] = new(-45, -34, 27),
            [45] = new(45, -34, 27),
            [48] = new(-30, 30, 25),
            [54] = new(30, 30, 25),
        };
        var landmarks = new Vector2[FaceShape.Count];
        foreach (var (landmark, point) in head)
        {
            var (cos, sin) = (Math.Cos(yaw * Math.PI / 180), Math.Sin(yaw * Math.PI / 180));
            var (x, z) = (point.X * cos - point.Z * sin, point.X * sin + point.Z * cos);
            var (down, up) = (Math.Cos(pitch * Math.PI / 180), Math.Sin(pitch * Math.PI / 180));
            landmarks[landmark] = new((float)x, (float)(point.Y * down + z * up));
        }
        var pose = FacePose.Of(landmarks);
        Assert.Equal(yaw, pose.Yaw, 4.0);
        Assert.Equal(pitch, pose.Pitch, 4.0);
    }

    private static byte[] Pattern()
    {
        var chip = new byte[Side * Side * 3];
        for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
                chip.AsSpan((y * Side + x) * 3, 3).Fill((byte)(((x / 23 + y / 19) % 2 == 0 ? 90 : 180) + (x * 7919 + y * 104729) % 7));
        return chip;
    }

    private static byte[] Blurred(byte[] chip, int radius)
    {
        var result = new byte[chip.Length];
        for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
                for (var k = 0; k < 3; k++)
                {
                    int sum = 0, count = 0;
                    for (var v = Math.Max(0, y - radius); v <= Math.Min(Side - 1, y + radius); v++)
                        for (var u = Math.Max(0, x - radius); u <= Math.Min(Side - 1, x + radius); u++, count++)
                            sum += chip[(v * Side + u) * 3 + k];
                    result[(y * Side + x) * 3 + k] = (byte)(sum / count);
                }
        return result;
    }
}
