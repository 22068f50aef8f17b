// the time of the model is the number of steps times the step
#include <cstdio>

int main()
{
	double time = 0, height = 2000, speed = 0;
	int bounces = 0, step = 0;
	auto stamp = [&] {
		static char text[40];
		int s = (int)time;
		snprintf(text, sizeof text, "%02d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
		return text;
	};
	while (time < 300.0) {
		speed -= 9.81 * 0.005;
		height += speed * 0.005;
		if (height < 0) {
			height = -height;
			speed = -speed * 0.8;
			bounces++;
		}
		step++;
		time = step * 0.005;
		if (step % 6000 == 0)
			printf("[%s] time: %.3f s height %.4f m\n", stamp(), time, height);
	}
	printf("Elapsed time: %.6f1 seconds, %d steps, %d bounces\n", time, step, bounces);
	printf("Finished at %s after %.1f ms of model time\n", stamp(), time * 1000);
}
