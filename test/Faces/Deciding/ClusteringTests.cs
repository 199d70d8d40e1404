namespace Graft.Faces.Tests;

public class ClusteringTests
{
    [Fact]
    public void Faces_of_one_person_are_one_group_and_strangers_stay_alone()
    {
        List<float[]> faces = [];
        List<int> people = [], photographs = [];
        foreach (var (person, count) in new[] { (0, 5), (1, 4), (2, 3), (50, 1), (51, 1) })
            for (var i = 0; i < count; i++)
            {
                faces.Add(SyntheticPeople.Face(person, i));
                people.Add(person);
                photographs.Add(photographs.Count);
            }
        var groups = FaceClustering.Run(faces, photographs, 0.6);
        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, -1, -1], groups);
        Assert.Equal(new ClusterScore(1, 1, 1, 1), ClusterScore.Of(groups, people));
    }

    [Fact]
    public void Two_faces_of_one_photograph_are_never_in_one_group_unless_it_is_allowed()
    {
        float[][] faces = [.. Enumerable.Range(0, 4).Select(i => SyntheticPeople.Face(1, i))];
        int[] photographs = [0, 0, 1, 2];
        var groups = FaceClustering.Run(faces, photographs, 0.6);
        Assert.False(groups[0] == groups[1] && groups[0] >= 0);
        Assert.Equal([0, 0, 0, 0], FaceClustering.Run(faces, photographs, 0.6, allowTwice: true));
    }

    [Fact]
    public void A_bridge_between_two_people_does_not_join_them()
    {
        var (first, second) = (SyntheticPeople.Face(1, 0), SyntheticPeople.Face(2, 0));
        List<float[]> faces = [.. Enumerable.Range(0, 6).Select(i => SyntheticPeople.Face(1, i)), .. Enumerable.Range(0, 6)
            .Select(i => SyntheticPeople.Face(2, i))];
        // A blurred face half-way between: near to some of both.
        faces.Add([.. first.Zip(second, (one, other) => 0.55f * one + 0.45f * other)]);
        var groups = FaceClustering.Run(faces, [.. Enumerable.Range(0, faces.Count)], 0.75);
        Assert.Single(groups.Take(6).Distinct());
        Assert.Single(groups.Skip(6).Take(6).Distinct());
        Assert.NotEqual(groups[0], groups[6]);
    }

    [Fact]
    public void B_cubed_is_that_of_the_paper()
    {
        // Bagga and Baldwin 1998, the example of their figure 1 in small: {1 2 3 4 5} {6 7 | 8 9 A B C} joined in one answer.
        int[] people = [0, 0, 0, 0, 0, 1, 1, 2, 2, 2, 2, 2], groups = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1];
        var score = ClusterScore.Of(groups, people);
        Assert.Equal((5 + 2 * 2 / 7.0 + 5 * 5 / 7.0) / 12, score.Precision, 1e-12);
        Assert.Equal(1, score.Recall);
        Assert.Equal((10 + 1 + 10) / (10 + 21.0), score.PairPrecision, 1e-12);
    }
}
